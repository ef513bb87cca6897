-- PURPOSE
--   Appends all entries that are ready in one tick for one partition, each under its own game's fence.
--   The only way by which a move becomes true.
-- KEYS
--   1 journal (stream): the partition's
--   2… fence (hash): one for each entry, in the order of the entries
-- ARGV
--   1… seven for each entry: game (id), epoch (number), session (id), nonce (word), seq, command (id), body (JSON)
-- RETURNS
--   one of these for each entry, in order
--   OK persisted: appended; how far PostgreSQL has come
--   ALREADY persisted: this command's entry was there, at this seq
--   FENCED epoch: another claim holds the fence
--   UNFENCED: there is no fence, or it has not been opened
--   GAP head: the seq is not head + 1
--   QUARANTINED: the game is set aside
-- INVARIANT
--   An entry is appended only under an equal epoch, session and nonce, at head + 1, and head moves with it.
--   A refused entry never stops its neighbours.
local journal = KEYS[1]
local FIELDS = 7

local function append(fence, first)
  local game, epoch, session, nonce, seq, command, body = unpack(ARGV, first, first + FIELDS - 1)
  local stored =
    redis.call('HMGET', fence, 'epoch', 'session', 'nonce', 'head', 'persisted', 'command', 'quarantined')
  local head, persisted = stored[4], stored[5]
  if not stored[1] then
    return { 'UNFENCED' }
  end
  if stored[1] ~= epoch or stored[2] ~= session or stored[3] ~= nonce then
    return { 'FENCED', stored[1] }
  end
  if not head then
    return { 'UNFENCED' }
  end
  if seq == head and command == stored[6] then
    return { 'ALREADY', persisted }
  end
  if stored[7] then
    return { 'QUARANTINED' }
  end
  if tonumber(seq) ~= tonumber(head) + 1 then
    return { 'GAP', head }
  end
  redis.call('XADD', journal, '*', 'game', game, 'seq', seq, 'epoch', epoch, 'command', command, 'body', body)
  redis.call('HSET', fence, 'head', seq, 'command', command)
  return { 'OK', persisted }
end

local replies = {}
for i = 2, #KEYS do
  replies[i - 1] = append(KEYS[i], (i - 2) * FIELDS + 1)
end
return replies
