-- PURPOSE
--   Takes a game's fence for a claim of a higher epoch, and hands over what the journal still holds of the game.
--   One script, because entries that a worker settles between two calls would be lost to the new owner.
-- KEYS
--   1 fence (hash)
--   2 journal (stream): the partition's
--   3 quarantine (stream): the game's
-- ARGV
--   1 game (id)
--   2 epoch (number)
--   3 session (id)
--   4 nonce (word)
--   5 seen (session id, or empty): the owner that the caller saw and means to replace
-- RETURNS
--   ACQUIRED head|nil persisted|nil quarantined|nil body…: the bodies in rising seq, those of one seq as they came
--   STALE epoch: the stored epoch is not lower
--   HELD session: somebody else than the owner that was seen
-- INVARIANT
--   The stored epoch only rises. A fence without a head gets one here only when the journal has entries of the game:
--   what is not in the journal is in PostgreSQL, so such a fence is whole again.
local fence, journal, quarantine = KEYS[1], KEYS[2], KEYS[3]
local game, epoch, session, nonce, seen = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local PAGE = 100

local stored = redis.call('HMGET', fence, 'epoch', 'session', 'head', 'persisted', 'quarantined')
local head, persisted, quarantined = stored[3], stored[4], stored[5]
if stored[1] and tonumber(stored[1]) >= tonumber(epoch) then
  return { 'STALE', stored[1] }
end
if stored[2] and stored[2] ~= seen and stored[2] ~= session then
  return { 'HELD', stored[2] }
end

local entries = {}
if not head or head ~= persisted or quarantined then
  for _, stream in ipairs({ quarantine, journal }) do
    local from = '-'
    while from do
      local page = redis.call('XRANGE', stream, from, '+', 'COUNT', PAGE)
      for _, item in ipairs(page) do
        if item[2][2] == game then
          local at = #entries + 1
          entries[at] = { seq = tonumber(item[2][4]), at = at, command = item[2][8], body = item[2][10] }
        end
      end
      from = page[PAGE] and '(' .. page[PAGE][1]
    end
  end
  -- A game that was set aside may hold two entries of one seq, and Lua's sort leaves equal ones in any order.
  table.sort(entries, function(a, b)
    return a.seq < b.seq or (a.seq == b.seq and a.at < b.at)
  end)
end

redis.call('HSET', fence, 'epoch', epoch, 'session', session, 'nonce', nonce)
if not head and #entries > 0 then
  local last = entries[#entries]
  head, persisted = tostring(last.seq), tostring(entries[1].seq - 1)
  redis.call('HSET', fence, 'head', head, 'persisted', persisted, 'command', last.command)
end

local reply = { 'ACQUIRED', head, persisted, quarantined }
for i, entry in ipairs(entries) do
  reply[4 + i] = entry.body
end
return reply
