-- PURPOSE
--   Reads the oldest entries of a partition for a worker, with each game's epoch at this very moment.
-- KEYS
--   1 journal (stream): the partition's
--   2 fences (hashes): the key of the partition's fences, with "*" in the game's place. Which games they are is known
--     only when the entries have been read; all of them carry the partition's hash tag, so they share its slot.
-- ARGV
--   1 after (position, or empty for the start): the last entry that the caller has
--   2 limit (entries)
-- RETURNS
--   TAKEN more stamps entries: more is 1 when the stream goes on behind them; stamps is game, epoch|nil, …;
--   entries is position, game, seq, body, …
-- INVARIANT
--   Writes nothing. Stamps and entries are of one moment, so an entry of a later owner never bears an earlier epoch.
local journal, fences = KEYS[1], KEYS[2]
local after, limit = ARGV[1], tonumber(ARGV[2])

local items = redis.call('XRANGE', journal, after == '' and '-' or '(' .. after, '+', 'COUNT', limit + 1)
local more = items[limit + 1] and 1 or 0
local stamps, entries, stamped = {}, {}, {}
for i = 1, math.min(#items, limit) do
  local position, field = items[i][1], items[i][2]
  local game, seq, body = field[2], field[4], field[10]
  if not stamped[game] then
    stamped[game] = true
    stamps[#stamps + 1] = game
    stamps[#stamps + 1] = redis.call('HGET', (string.gsub(fences, '%*', game)), 'epoch')
  end
  local n = #entries
  entries[n + 1], entries[n + 2], entries[n + 3], entries[n + 4] = position, game, seq, body
end
return { 'TAKEN', more, stamps, entries }
