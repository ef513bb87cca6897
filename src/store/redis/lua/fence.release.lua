-- PURPOSE
--   Lets a game go: compare-and-release.
-- KEYS
--   1 fence (hash)
-- ARGV
--   1 epoch (number)
--   2 session (id)
--   3 nonce (word)
-- RETURNS
--   RELEASED
--   FENCED epoch: another claim holds the fence
--   UNFENCED: there is no fence
-- INVARIANT
--   A fence outlives its owner while the journal or the quarantine holds an entry of the game.
local fence = KEYS[1]
local epoch, session, nonce = ARGV[1], ARGV[2], ARGV[3]

local stored = redis.call('HMGET', fence, 'epoch', 'session', 'nonce', 'head', 'persisted', 'quarantined')
if not stored[1] then
  return { 'UNFENCED' }
end
if stored[1] ~= epoch or stored[2] ~= session or stored[3] ~= nonce then
  return { 'FENCED', stored[1] }
end
local head, persisted, quarantined = tonumber(stored[4]), tonumber(stored[5]), stored[6]
if not quarantined and (not head or persisted >= head) then
  redis.call('DEL', fence)
else
  redis.call('HDEL', fence, 'session', 'nonce')
end
return { 'RELEASED' }
