-- PURPOSE
--   Sets a game's entries aside, so that its neighbours in the partition go on without it.
-- KEYS
--   1 fence (hash)
--   2 journal (stream): the partition's
--   3 quarantine (stream): the game's
-- ARGV
--   1 game (id)
--   2… entries that its owner knows to be journaled, four for each: seq, epoch, command (id), body (JSON)
-- RETURNS
--   SET_ASIDE moved: how many entries were moved
-- INVARIANT
--   An entry is in the journal or in the quarantine, never in both. What the owner knows is there once, beside any other
--   entry of its seq. A game without a fence gets one of epoch 0, which every claim may take.
local fence, journal, quarantine = KEYS[1], KEYS[2], KEYS[3]
local game = ARGV[1]
local KNOWN, PAGE = 2, 100

redis.call('HSETNX', fence, 'epoch', 0)
redis.call('HSET', fence, 'quarantined', 1)

local moved, from = 0, '-'
while from do
  local page = redis.call('XRANGE', journal, from, '+', 'COUNT', PAGE)
  for _, item in ipairs(page) do
    if item[2][2] == game then
      redis.call('XADD', quarantine, '*', unpack(item[2]))
      redis.call('XDEL', journal, item[1])
      moved = moved + 1
    end
  end
  from = page[PAGE] and '(' .. page[PAGE][1]
end

local there = {}
for _, item in ipairs(#ARGV >= KNOWN and redis.call('XRANGE', quarantine, '-', '+') or {}) do
  there[item[2][4] .. ' ' .. item[2][8]] = true
end
for i = KNOWN, #ARGV, 4 do
  local seq, epoch, command, body = unpack(ARGV, i, i + 3)
  if not there[seq .. ' ' .. command] then
    redis.call('XADD', quarantine, '*', 'game', game, 'seq', seq, 'epoch', epoch, 'command', command, 'body', body)
  end
end
return { 'SET_ASIDE', moved }
