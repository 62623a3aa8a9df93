"""Asks who belonged to NATO on three days: an answer about 2008 must not defend who joined in 2009."""

import midcourse as mc

for date in ("1999-03-11", "2008-04-05", "2024-03-08"):
    members = mc.members("NATO", date)
    newest = max(members, key=lambda member: member.since)
    print(f"{date}: {len(members)} members, the newest {newest.country} (since {newest.since})")
