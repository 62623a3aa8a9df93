"""Arithmetic of raids: counter-based random numbers, a sampled raid, and the exact law of leakers.

A raid is rounds of shots, `each` of them a layer; `salvo` says whether the last round of a layer spends all that is left
there, evenly. `turns` (ways, rounds) tells which of a way's shots is fired in a round, -1 none: a warhead with fewer looks
than a layer has joins in its last ones. Warheads that have left when the next shot must be fired are met together,
round by round; later ones when they have left. Page docs/models/battle/raid.md.
"""

import math

import numpy as np

from midcourse.numerics.jit import driver, prange, routine

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
MIX_1, MIX_2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
SHIFT_1, SHIFT_2, SHIFT_3 = np.uint64(30), np.uint64(27), np.uint64(31)
TO_UNIT = 1.0 / 9007199254740992.0  # 2**-53
WARHEAD_STEP = np.uint64(1 << 20)
STREAM_STEP = np.uint64(1 << 50)
PAIR, RAID_FAILS, WARHEAD_FAILS, SELECTION, HIT, ORDER = (np.uint64(k) for k in range(6))
REASONS = 11
NO_INTERCEPTOR_LEFT, CHANNEL_BUSY = 8, 9


@routine
def mix(z):
    """Finaliser of splitmix64 [steele2014]: 64 bits in, 64 well-mixed bits out."""
    z = (z ^ (z >> SHIFT_1)) * MIX_1
    z = (z ^ (z >> SHIFT_2)) * MIX_2
    return z ^ (z >> SHIFT_3)


@routine
def replicate_key(seed, replicate):
    """Starting point of one replicate's draws, from the seed and the replicate's number alone."""
    return mix(mix(seed + GOLDEN) + GOLDEN * (replicate + np.uint64(1)))


@routine
def uniform(key, stream, warhead, draw):
    """Number in [0, 1) that depends on nothing but its four arguments."""
    index = stream * STREAM_STEP + np.uint64(warhead) * WARHEAD_STEP + np.uint64(draw)
    return np.float64(mix(key + GOLDEN * (index + np.uint64(1))) >> np.uint64(11)) * TO_UNIT


@routine
def _fire(w, count, pair, kill, hopeless, key, fired, shots, kills, battery):
    """Fire `count` shots at warhead w; gives whether it is destroyed."""
    destroyed = False
    for _ in range(count):
        hit = uniform(key, HIT, w, fired[w]) < kill
        fired[w] += 1
        destroyed = destroyed or (hit and not hopeless)
    shots[battery] += count
    if destroyed:
        kills[battery] += 1
    return destroyed


@routine
def _shuffle(key, who):
    """Numbers 0, 1, ... in an order that depends on nothing but the replicate's key (Fisher and Yates)."""
    for w in range(who.shape[0]):
        who[w] = w
    for w in range(who.shape[0] - 1, 0, -1):
        other = int(uniform(key, ORDER, w, 0) * (w + 1))
        who[w], who[other] = who[other], who[w]


@routine
def way_of(key, draws, warhead, position):
    """Way that a warhead draws; `position` is its place in the replicate's shuffled order."""
    first, count = draws[0, warhead], draws[1, warhead]
    return first + min(count - 1, int(uniform(key, PAIR, position, 0) * count))


@driver
def drawn_ways(replicates, draws, seed):
    """Ways (r, warheads) that the warheads of each replicate draw in `sample_raids`, in the order of the draws."""
    ways = np.zeros((replicates, draws.shape[1]), np.int64)
    for r in prange(replicates):
        key = replicate_key(seed, np.uint64(r))
        who = np.zeros(draws.shape[1], np.int64)
        _shuffle(key, who)
        for w in range(draws.shape[1]):
            ways[r, who[w]] = way_of(key, draws, who[w], w)
    return ways


@routine
def free_channels(start, end, channels, busy, used):
    """Channels of one battery that are free all through a time, given the times (start, end) in `busy[:used]`."""
    most = 0
    for i in range(-1, used):
        t = start if i < 0 else busy[i, 0]
        if t < start or t >= end:
            continue
        at = 0
        for j in range(used):
            if busy[j, 0] <= t < busy[j, 1]:
                at += 1
        most = max(most, at)
    return max(0, channels - most)


@routine
def _guided(count, start, end, channels, busy, used):
    """How many of `count` shots find a free channel from launch to intercept; those are entered in `busy`."""
    count = min(count, free_channels(start, end, channels, busy, used))
    for k in range(count):
        busy[used + k, 0], busy[used + k, 1] = start, end
    return count


@routine
def _line_up(b, by_time, clock, batteries, state):
    """Fill the queue of this round's warheads of battery b, drawn order or by time of launch; gives how many."""
    lift_offs, times = clock
    pair, who, turns, queue = state[0], state[4], state[6], state[7]
    there = 0
    for w in range(state.shape[1]):
        if turns[w] < 0 or batteries[pair[w], turns[w]] != b:
            continue
        at = there
        if by_time:
            start = lift_offs[who[w]] + times[pair[w], turns[w], 0]
            while at > 0:
                v = queue[at - 1]
                if lift_offs[who[v]] + times[pair[v], turns[v], 0] <= start:
                    break
                queue[at] = v
                at -= 1
        queue[at] = w
        there += 1
    return there


@routine
def _following(turning, way, look, looks):
    """First round from `look` on in which a way has a shot; `looks` where none is left."""
    while look < looks and turning[way, look] < 0:
        look += 1
    return look


@routine
def _round(look, looks, last, now, clock, channels, ways, scratch, kill, key, totals):
    """One round of shots at the warheads that have left and wait for it, battery after battery."""
    turning, batteries = ways
    left, state, busy, used = scratch
    shots, kills, why = totals
    lift_offs, times = clock
    pair, alive, fired, hopeless = state[0], state[1], state[2], state[3]
    who, waits, turns, queue = state[4], state[5], state[6], state[7]
    for w in range(state.shape[1]):
        turns[w] = -1
        if alive[w] == 1 and waits[w] == look and lift_offs[who[w]] <= now:
            turns[w] = turning[pair[w], look]
            waits[w] = _following(turning, pair[w], look + 1, looks)
    for b in range(left.shape[0]):
        there = _line_up(b, channels[b] > 0, clock, batteries, state)
        each = left[b] // there if last and there > 0 else 1
        extra = left[b] % there if last and there > 0 else 0
        for w in queue[:there]:
            turn, leaves = turns[w], lift_offs[who[w]]
            count = min(left[b], each + (1 if extra > 0 else 0))
            extra -= 1
            if count == 0:
                why[NO_INTERCEPTOR_LEFT] += 1
                continue
            if channels[b] > 0:
                start, end = leaves + times[pair[w], turn, 0], leaves + times[pair[w], turn, 1]
                count = _guided(count, start, end, channels[b], busy[b], used[b])
                used[b] += count
                if count == 0:
                    why[CHANNEL_BUSY] += 1
                    continue
            left[b] -= count
            if _fire(w, count, pair, kill, hopeless[w] == 1, key, fired, shots, kills, b):
                alive[w] = 0


@routine
def _next(looks, clock, turning, state):
    """(time of the earliest shot that waits, inf none; lowest round that waits among the warheads that have left)."""
    lift_offs, times = clock
    pair, alive, who, waits = state[0], state[1], state[4], state[5]
    now = math.inf
    for w in range(state.shape[1]):
        if alive[w] == 1 and waits[w] < looks:
            turn = turning[pair[w], waits[w]]
            now = min(now, lift_offs[who[w]] + times[pair[w], turn, 0])
    look = looks
    for w in range(state.shape[1]):
        if alive[w] == 1 and lift_offs[who[w]] <= now:
            look = min(look, waits[w])
    return now, look


@routine
def play(key, kill, fails, misses, each, salvo, ways, reasons, stock, draws, in_step, clock, channels, scratch, totals):
    """One raid; gives its leakers and fills `totals`: shots and kills by battery, shots not taken by reason.

    `fails` = (raid fails, warhead fails) probabilities, `misses` that of picking another object, by warhead; `ways` =
    (turns, batteries); `draws` = rows (first way, number of ways) by warhead; `in_step`: all have left before any shot must be fired; `clock` = (lift-off by
    warhead, launch and intercept by way and look), s; `scratch` = (stock left, integer rows by warhead: pair, alive, fired,
    hopeless, who, round that waits, turn in this round, queue, then busy channels and their number by battery).
    """
    left, state, _, used = scratch
    pair, alive, fired, hopeless, who, waits = state[0], state[1], state[2], state[3], state[4], state[5]
    turning, looks = ways[0], ways[0].shape[1]
    _shuffle(key, who)  # kinds come in no order: a scarce stock must not always meet the same kind first
    lost = uniform(key, RAID_FAILS, 0, 0) < fails[0]
    for b in range(stock.shape[0]):
        left[b], used[b] = stock[b], 0
    for w in range(state.shape[1]):
        k = way_of(key, draws, who[w], w)
        bad = uniform(key, WARHEAD_FAILS, w, 0) < fails[1] or uniform(key, SELECTION, w, 0) < misses[who[w]]
        pair[w], alive[w], fired[w], hopeless[w] = k, 1, 0, 1 if (lost or bad) else 0
        waits[w] = _following(turning, k, 0, looks)
        if waits[w] == looks:
            totals[2][reasons[k]] += 1
    now, look = math.inf, 0
    if not in_step:
        now, look = _next(looks, clock, turning, state)
    while look < looks:
        last = salvo and (look + 1) % each == 0
        _round(look, looks, last, now, clock, channels, ways, scratch, kill, key, totals)
        look += 1
        if not in_step:
            now, look = _next(looks, clock, turning, state)
    return np.sum(alive)


@driver
def sample_raids(
    replicates, draws, seed, kill, fails, misses, each, salvo, ways, reasons, stock, in_step, clock, channels
):
    """Leakers (r,), shots and kills (r, batteries), shots not taken by reason (r, reasons), any thread count alike.

    `draws` (1 or replicates, 2, warheads): the same for all replicates, or one each.
    """
    count, warheads = stock.shape[0], draws.shape[2]
    leakers = np.zeros(replicates, np.int32)
    shots = np.zeros((replicates, count), np.int32)
    kills = np.zeros((replicates, count), np.int32)
    why = np.zeros((replicates, REASONS), np.int32)
    slots = max(1, np.max(stock)) if np.max(channels) > 0 else 1
    blocks = (replicates + 255) // 256
    for block in prange(blocks):
        state = np.zeros((8, warheads), np.int64)
        scratch = np.zeros(count, np.int64), state, np.zeros((count, slots, 2)), np.zeros(count, np.int64)
        for r in range(block * 256, min(replicates, (block + 1) * 256)):
            key = replicate_key(seed, np.uint64(r))
            totals, mine = (shots[r], kills[r], why[r]), draws[min(r, draws.shape[0] - 1)]
            leakers[r] = play(
                key, kill, fails, misses, each, salvo, ways, reasons, stock, mine, in_step, clock, channels, scratch,
                totals,
            )  # fmt: skip
    return leakers, shots, kills, why


@routine
def binomial(n, k, p, logs):
    """Chance of k successes in n independent tries; `logs` = logarithms of the factorials."""
    if k < 0 or k > n:
        return 0.0
    if p <= 0.0 or p >= 1.0:
        return 1.0 if k == (n if p >= 1.0 else 0) else 0.0
    return math.exp(logs[n] - logs[k] - logs[n - k] + k * math.log(p) + (n - k) * math.log1p(-p))


@routine
def drawn_good(h, k, good, bad, logs):
    """Chance that h of k things drawn without putting back are good (hypergeometric)."""
    if h < 0 or h > good or k - h < 0 or k - h > bad:
        return 0.0
    total = logs[good + bad] - logs[k] - logs[good + bad - k]
    return math.exp(logs[good] - logs[h] - logs[good - h] + logs[bad] - logs[k - h] - logs[bad - k + h] - total)


@routine
def _arrive(now, joins, dud, logs):
    """Law of (good, bad, waiting, stock) after each waiting warhead has joined with a chance; new array."""
    after = np.zeros_like(now)
    for g, b, r, n in np.ndindex(now.shape):
        chance = now[g, b, r, n]
        if chance == 0.0:
            continue
        for a in range(r + 1):
            come = chance * binomial(r, a, joins, logs)
            if come == 0.0:
                continue
            for bad in range(a + 1):
                share = binomial(a, bad, dud, logs)
                if share > 0.0:
                    after[g + a - bad, b + bad, r - a, n] += come * share
    return after


@routine
def _join(now, count, dud, logs):
    """Law of (good, bad, waiting, stock) after `count` of the waiting warheads have joined; new array."""
    after = np.zeros_like(now)
    for g, b, r, n in np.ndindex(now.shape):
        chance = now[g, b, r, n]
        if chance == 0.0:
            continue
        for bad in range(count + 1):
            share = binomial(count, bad, dud, logs)
            if share > 0.0:
                after[g + count - bad, b + bad, r - count, n] += chance * share
    return after


@routine
def mixed_law(joining, never, stock, kill, dud, salvo):
    """(law of leakers, expected shots) of a raid of which `joining[l]` warheads join at look l and `never` not at all."""
    warheads = int(np.sum(joining)) + never
    logs = np.zeros(warheads + stock + 2)
    for k in range(2, logs.shape[0]):
        logs[k] = logs[k - 1] + math.log(k)
    now = np.zeros((warheads + 1, warheads + 1 if dud > 0.0 else 1, warheads + 1, stock + 1))
    now[0, 0, warheads, stock] = 1.0
    shots = 0.0
    for look in range(joining.shape[0]):
        now = _join(now, joining[look], dud, logs)
        now, fired = engage_once(now, kill, salvo and look == joining.shape[0] - 1, logs)
        shots += fired
    law = np.zeros(warheads + 1)
    for g, b, r, n in np.ndindex(now.shape):
        law[g + b + r] += now[g, b, r, n]
    return law, shots


@routine
def _add_kills(after, chance, g, b, r, n, few, many, kill_few, kill_many, logs):
    """Spread a chance over the kills among `few` and `many` good warheads shot at with two kill probabilities."""
    for i in range(few + 1):
        first = chance * binomial(few, i, kill_few, logs)
        if first == 0.0:
            continue
        for j in range(many + 1):
            after[g - i - j, b, r, n] += first * binomial(many, j, kill_many, logs)


@routine
def engage_once(now, kill, all_left, logs):
    """(law after one round of shots, expected shots in it)."""
    after = np.zeros_like(now)
    shots = 0.0
    for g, b, r, n in np.ndindex(now.shape):
        chance = now[g, b, r, n]
        if chance == 0.0:
            continue
        present = g + b
        if present == 0 or n == 0:
            after[g, b, r, n] += chance
            continue
        spent = n if all_left else min(n, present)
        each, extra = spent // present, spent % present
        shots += chance * spent
        few, many = 1.0 - (1.0 - kill) ** each, 1.0 - (1.0 - kill) ** (each + 1)
        for h in range(max(0, extra - b), min(extra, g) + 1):
            share = chance * drawn_good(h, extra, g, b, logs)
            _add_kills(after, share, g, b, r, n - spent, g - h, h, few, many, logs)
    return after, shots


@routine
def raid_law(warheads, stock, kill, dud, looks, salvo, joins):
    """(law of leakers (warheads + 1,), expected shots); `joins[l]` = chance that a waiting warhead joins at look l."""
    logs = np.zeros(warheads + stock + 2)
    for k in range(2, logs.shape[0]):
        logs[k] = logs[k - 1] + math.log(k)
    waits = False
    for share in joins[1:]:
        waits = waits or share > 0.0
    waits = waits or joins[0] < 1.0
    now = np.zeros((warheads + 1, warheads + 1 if dud > 0.0 else 1, warheads + 1 if waits else 1, stock + 1))
    if waits:
        now[0, 0, warheads, stock] = 1.0
    else:
        for bad in range(now.shape[1]):
            now[warheads - bad, bad, 0, stock] = binomial(warheads, bad, dud, logs)
    shots = 0.0
    for look in range(looks):
        if waits:
            now = _arrive(now, joins[look], dud, logs)
        now, fired = engage_once(now, kill, salvo and look == looks - 1, logs)
        shots += fired
    law = np.zeros(warheads + 1)
    for g, b, r, n in np.ndindex(now.shape):
        if now[g, b, r, n] > 0.0:
            law[g + b + r] += now[g, b, r, n]
    return law, shots
