"""Places on the command line: LAT,LON in degrees or the key of a site in the catalog."""

from ..errors import MidcourseError


def read_place(text, option):
    """(latitude, longitude) in degrees from "38.08,46.29" or a site key such as "brdy".

    Parameters
    ----------
    text : str
    option : str
        Name of the option, for the message.

    Raises
    ------
    MidcourseError
        Neither a pair of numbers nor a known site.
    """
    parts = text.split(",")
    try:
        numbers = [float(part) for part in parts]
    except ValueError:
        numbers = None
    if numbers is None and len(parts) == 1:
        from ..scenario import catalog

        site = catalog.site(text.strip())
        return site.latitude_deg, site.longitude_deg
    if numbers is None or len(numbers) != 2:
        raise MidcourseError(
            "a place is LAT,LON in degrees or a site key",
            where=option,
            got=text,
            hint=f"{option} 38.08,46.29 or {option} brdy",
        )
    return numbers[0], numbers[1]
