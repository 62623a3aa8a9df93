// Rows of the timeline: one a missile, or in a big raid one a launch area and place, which opens on a click.
import type { Flight } from './play';

export const MANY_ROWS = 12;
const MOST_GROUPS = 40; // else one row a launch area
export interface Row {
  key: string; // of the group, or of the flight
  title: string;
  flights: Flight[];
  open: boolean; // a group that is shown flight by flight, below its own row
  single: boolean;
}

const single = (flight: Flight): Row => ({
  key: flight.id,
  title: flight.aim,
  flights: [flight],
  open: false,
  single: true,
});

export function rowsOf(flights: Flight[], follow: string, opened: ReadonlySet<string>): Row[] {
  const first = flights.filter((f) => f.id === follow).map(single); // the one that is followed stays on top
  if (flights.length <= MANY_ROWS) return [...first, ...flights.filter((f) => f.id !== follow).map(single)];
  const both = (f: Flight) => `${f.threat} to ${f.aim}`,
    by = new Set(flights.map(both)).size > MOST_GROUPS ? (f: Flight) => f.threat : both;
  const groups = new Map<string, Flight[]>();
  for (const flight of flights) groups.set(by(flight), [...(groups.get(by(flight)) ?? []), flight]);
  return [
    ...first,
    ...[...groups].flatMap(([key, all]) => {
      const sorted = [...all].sort((a, b) => a.lift_off_s - b.lift_off_s),
        row: Row = { key, title: key, flights: sorted, open: opened.has(key), single: false };
      return [row, ...(row.open ? sorted.map(single) : [])];
    }),
  ];
}

const ROW = 22,
  STRIP = 3,
  TALLEST = 66; // px
export const stripOf = (row: Row) => Math.min(STRIP, (TALLEST - 4) / row.flights.length);
export const heightOf = (row: Row) =>
  row.single ? ROW : Math.max(ROW, Math.ceil(4 + row.flights.length * stripOf(row)));
