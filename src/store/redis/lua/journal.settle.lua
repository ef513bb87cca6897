-- PURPOSE
--   Notes how far PostgreSQL has come with some games of a partition, and drops the entries that it holds.
-- KEYS
--   1 journal (stream): the partition's
--   2… fence (hash): one for each game
-- ARGV
--   1… persisted (seq): one for each game, in the order of the fences
--   then positions: all entries that need not stay
-- RETURNS
--   SETTLED dropped: how many entries were there to drop
-- INVARIANT
--   `persisted` never falls, and no fence is made here. A fence that nobody owns goes when PostgreSQL has everything.
local journal = KEYS[1]
local CHUNK = 1000

local dropped, games = 0, #KEYS - 1
for first = games + 1, #ARGV, CHUNK do
  dropped = dropped + redis.call('XDEL', journal, unpack(ARGV, first, math.min(first + CHUNK - 1, #ARGV)))
end

for i = 1, games do
  local fence, persisted = KEYS[i + 1], tonumber(ARGV[i])
  local stored = redis.call('HMGET', fence, 'epoch', 'session', 'head', 'persisted', 'quarantined')
  local session, head, quarantined = stored[2], tonumber(stored[3]), stored[5]
  persisted = math.max(persisted, tonumber(stored[4] or 0))
  if stored[1] and not session and not quarantined and (not head or persisted >= head) then
    redis.call('DEL', fence)
  elseif stored[1] then
    redis.call('HSET', fence, 'persisted', persisted)
  end
end
return { 'SETTLED', dropped }
