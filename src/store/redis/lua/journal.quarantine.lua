-- PURPOSE
--   Sets a game's entries aside, so that its neighbours in the partition go on without it.
-- KEYS
--   1 fence (hash)
--   2 journal (stream): the partition's
--   3 quarantine (stream): the game's
-- ARGV
--   1 game (id)
-- RETURNS
--   SET_ASIDE moved: how many entries were moved
-- INVARIANT
--   An entry is in the journal or in the quarantine, never in both. A game without a fence gets one of epoch 0, which
--   every claim may take.
local fence, journal, quarantine = KEYS[1], KEYS[2], KEYS[3]
local game = ARGV[1]
local PAGE = 100

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
return { 'SET_ASIDE', moved }
