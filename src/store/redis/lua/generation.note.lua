-- PURPOSE
--   Notes which Redis a partition is on, and says for how long it has been that one. The mark lies beside the
--   partition's fences and journal, so that what they lose it loses too.
-- KEYS
--   1 mark (hash): the partition's
-- ARGV
--   1 generation (word): what the servers call themselves since their last start or promotion
-- RETURNS
--   SAME age: the mark names this generation, since so many ms
--   CHANGED 0: it named another, or was gone; it names this one from now on
-- INVARIANT
--   A mark is only ever replaced by that of another generation.
local mark = KEYS[1]
local generation = ARGV[1]

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local stored = redis.call('HMGET', mark, 'generation', 'since')
if stored[1] == generation then
  return { 'SAME', string.format('%d', math.max(0, now - stored[2])) }
end
redis.call('HSET', mark, 'generation', generation, 'since', string.format('%d', now))
return { 'CHANGED', '0' }
