-- PURPOSE
--   Gives a new fence its head, PostgreSQL's last seq, so that its owner can append.
-- KEYS
--   1 fence (hash)
-- ARGV
--   1 epoch (number)
--   2 session (id)
--   3 nonce (word)
--   4 head (seq)
-- RETURNS
--   OPENED head
--   ALREADY_OPEN head: the fence had a head, which stays
--   FENCED epoch: another claim holds the fence
--   UNFENCED: there is no fence
-- INVARIANT
--   A head is never moved by opening.
local fence = KEYS[1]
local epoch, session, nonce, head = ARGV[1], ARGV[2], ARGV[3], ARGV[4]

local stored = redis.call('HMGET', fence, 'epoch', 'session', 'nonce', 'head')
if not stored[1] then
  return { 'UNFENCED' }
end
if stored[1] ~= epoch or stored[2] ~= session or stored[3] ~= nonce then
  return { 'FENCED', stored[1] }
end
if stored[4] then
  return { 'ALREADY_OPEN', stored[4] }
end
redis.call('HSET', fence, 'head', head, 'persisted', head)
return { 'OPENED', head }
