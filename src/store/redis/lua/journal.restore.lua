-- PURPOSE
--   Ends a game's quarantine: forgets the entries that PostgreSQL holds now, and lets the game go on.
-- KEYS
--   1 fence (hash)
--   2 journal (stream): the partition's
--   3 quarantine (stream): the game's
-- ARGV
--   1 persisted (seq): what PostgreSQL holds
-- RETURNS
--   RESTORED returned: how many entries went back to the journal, because PostgreSQL does not hold them
-- INVARIANT
--   An entry above `persisted` is never forgotten. `persisted` never falls. A fence that nobody owns goes when
--   PostgreSQL has everything.
local fence, journal, quarantine = KEYS[1], KEYS[2], KEYS[3]
local persisted = tonumber(ARGV[1])

local stored = redis.call('HMGET', fence, 'epoch', 'session', 'head', 'persisted')
local session, head = stored[2], tonumber(stored[3])
persisted = math.max(persisted, tonumber(stored[4] or 0))

local returned = 0
for _, item in ipairs(redis.call('XRANGE', quarantine, '-', '+')) do
  if tonumber(item[2][4]) > persisted then
    redis.call('XADD', journal, '*', unpack(item[2]))
    returned = returned + 1
  end
end
redis.call('DEL', quarantine)

if stored[1] then
  redis.call('HDEL', fence, 'quarantined')
  redis.call('HSET', fence, 'persisted', persisted)
  if not session and returned == 0 and (not head or persisted >= head) then
    redis.call('DEL', fence)
  end
end
return { 'RESTORED', returned }
