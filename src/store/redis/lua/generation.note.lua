-- PURPOSE
--   Notes which Redis a partition is on, and says for how long it has been that one. The mark lies beside the
--   partition's fences and journal, so that what they lose it loses too.
-- KEYS
--   1 mark (hash): the partition's
-- ARGV
--   1 generation (word): what the servers call themselves since their last start or promotion
--   2 asked ('now' or 'before'): whether they were asked for this call, or what they said may be old
-- RETURNS
--   SAME age: the mark names this generation, since so many ms
--   CHANGED 0: it named another, or was gone; it names this one from now on
--   OTHER 0: it names another, or is gone, and this one may be old: nothing was noted
-- INVARIANT
--   A mark is only ever replaced by that of another generation, and never by one that may be old: two nodes that
--   remember differently would replace each other's for ever, and no time of grace would end.
local mark = KEYS[1]
local generation, asked = ARGV[1], ARGV[2]

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local stored = redis.call('HMGET', mark, 'generation', 'since')
if stored[1] == generation then
  return { 'SAME', string.format('%d', math.max(0, now - stored[2])) }
end
if asked ~= 'now' then
  return { 'OTHER', '0' }
end
redis.call('HSET', mark, 'generation', generation, 'since', string.format('%d', now))
return { 'CHANGED', '0' }
