// What Redis does for a budget in one step. A budget has three keys: `window` counts the requests begun and goes with the window's end,
// `block` exists as long as nothing may pass, `places` is a sorted set of the requests under way by when they count as dead.

const now = `local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)`;

/**
 * Charges all quotas of a request, or none. Keys: three for each quota. Values: place, time to live of a place, then limit, window and
 * concurrency of each quota, 0 where there is none. Answers the milliseconds until there is room, and 1 when all places are taken.
 */
export const takeScript = `${now}
local wait, busy = 0, 0
for index = 0, #KEYS / 3 - 1 do
  local window, block, places = KEYS[index * 3 + 1], KEYS[index * 3 + 2], KEYS[index * 3 + 3]
  local limit, concurrency = tonumber(ARGV[index * 3 + 3]), tonumber(ARGV[index * 3 + 5])
  wait = math.max(wait, redis.call('PTTL', block))
  if limit > 0 and tonumber(redis.call('GET', window) or '0') >= limit then
    wait = math.max(wait, redis.call('PTTL', window), 1)
  end
  if concurrency > 0 then
    redis.call('ZREMRANGEBYSCORE', places, '-inf', now)
    if redis.call('ZCARD', places) >= concurrency then busy = 1 end
  end
end
if wait > 0 or busy == 1 then return {wait, busy} end
for index = 0, #KEYS / 3 - 1 do
  local window, places = KEYS[index * 3 + 1], KEYS[index * 3 + 3]
  local length, concurrency = tonumber(ARGV[index * 3 + 4]), tonumber(ARGV[index * 3 + 5])
  if length > 0 and redis.call('INCR', window) == 1 then redis.call('PEXPIRE', window, length) end
  if concurrency > 0 then
    redis.call('ZADD', places, now + ARGV[2], ARGV[1])
    redis.call('PEXPIRE', places, ARGV[2])
  end
end
return {0, 0}`;

/** Gives places back. Keys: sets of places. Values: place. */
export const releaseScript = `for _, places in ipairs(KEYS) do redis.call('ZREM', places, ARGV[1]) end
return 1`;

/** A request that is still under way. Keys: sets of places. Values: place, time to live. */
export const renewScript = `${now}
for _, places in ipairs(KEYS) do
  redis.call('ZADD', places, 'XX', now + ARGV[2], ARGV[1])
  redis.call('PEXPIRE', places, ARGV[2])
end
return 1`;

/** What the provider said. Values: its limit or -1, what remains, milliseconds until the reset or 0. It never makes more room. */
export const observeScript = `local limit, remaining, reset = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
if remaining == 0 and reset > redis.call('PTTL', KEYS[2]) then redis.call('SET', KEYS[2], 1, 'PX', reset) end
local left = redis.call('PTTL', KEYS[1])
if limit < 0 or left <= 0 then return 0 end
local used = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), limit - remaining)
redis.call('SET', KEYS[1], used, 'PX', reset > 0 and reset or left)
return 1`;

/** Nothing passes for so many milliseconds. Values: those. A longer block stays. */
export const blockScript = `if tonumber(ARGV[1]) > redis.call('PTTL', KEYS[2]) then redis.call('SET', KEYS[2], 1, 'PX', ARGV[1]) end
return 1`;
