#!lua flags=allow-oom
-- PURPOSE
--   An owner whose epoch PostgreSQL has just raised puts its fence and its unpersisted entries back, whatever Redis
--   has forgotten meanwhile. Beyond `maxmemory` too (allow-oom): what was acknowledged must be back before the time of
--   grace is over, and there is no more of it than was there before.
-- KEYS
--   1 fence (hash)
--   2 journal (stream): the partition's
--   3 quarantine (stream): the game's
-- ARGV
--   1 game (id)
--   2 epoch (number)
--   3 session (id)
--   4 nonce (word)
--   5 persisted (seq): what PostgreSQL holds
--   6… the owner's tail in rising seq, three for each entry: seq, command (id), body (JSON)
-- RETURNS
--   REASSERTED head backfilled: the head now, and how many entries were put back
--   STALE epoch: the stored epoch is not lower
--   DIVERGED seq: another entry is there at this seq; nothing was changed
-- INVARIANT
--   No entry is there twice, and head is the highest seq that is there; `persisted` never falls. Entries of a game
--   that is set aside go to its quarantine.
local fence, journal, quarantine = KEYS[1], KEYS[2], KEYS[3]
local game, epoch, session, nonce, persisted = ARGV[1], ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5])
local TAIL, PAGE = 6, 100

local stored = redis.call('HMGET', fence, 'epoch', 'head', 'persisted', 'command', 'quarantined')
if stored[1] and tonumber(stored[1]) >= tonumber(epoch) then
  return { 'STALE', stored[1] }
end
persisted = math.max(persisted, tonumber(stored[3] or 0))

local commands = {}
for _, stream in ipairs({ quarantine, journal }) do
  local from = '-'
  while from do
    local page = redis.call('XRANGE', stream, from, '+', 'COUNT', PAGE)
    for _, item in ipairs(page) do
      if item[2][2] == game then
        commands[tonumber(item[2][4])] = item[2][8]
      end
    end
    from = page[PAGE] and '(' .. page[PAGE][1]
  end
end
for i = TAIL, #ARGV, 3 do
  local there = commands[tonumber(ARGV[i])]
  if there and there ~= ARGV[i + 1] then
    return { 'DIVERGED', ARGV[i] }
  end
end

local target, backfilled = stored[5] and quarantine or journal, 0
for i = TAIL, #ARGV, 3 do
  local seq, command, body = tonumber(ARGV[i]), ARGV[i + 1], ARGV[i + 2]
  if seq > persisted and not commands[seq] then
    redis.call('XADD', target, '*', 'game', game, 'seq', seq, 'epoch', epoch, 'command', command, 'body', body)
    commands[seq] = command
    backfilled = backfilled + 1
  end
end

local head, command = persisted, tonumber(stored[2]) == persisted and stored[4] or ''
for seq, id in pairs(commands) do
  if seq >= head then
    head, command = seq, id
  end
end
redis.call('HSET', fence, 'epoch', epoch, 'session', session, 'nonce', nonce)
redis.call('HSET', fence, 'head', head, 'persisted', persisted, 'command', command)
return { 'REASSERTED', head, backfilled }
