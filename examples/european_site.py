"""Runs the European site of 2008 in all its readings and prints who is covered in each, and what the raid does."""

import midcourse as mc

scenario = mc.load("european-site-2008")
run = mc.run(scenario, seed=1)

for reading in run.readings:
    countries = reading["countries"]
    whole = sum(country["status"] == "defended" for country in countries)
    missing = [country["code"] for country in countries if country["status"] in ("undefended", "partly")]
    print(f"{reading['reading']}: {whole} members defended; not or not wholly: {', '.join(missing) or 'none'}")
    print(f"    chance that none of {reading['warheads']} warheads leaks: {reading['p_no_leaker']}")
