-- PURPOSE
--   Keeps what a node last said about itself, for as long as its session lives.
-- KEYS
--   1 session (hash with a time to live)
-- ARGV
--   1 stats (JSON)
-- RETURNS
--   REPORTED
--   GONE: the session has ended or expired; nothing was changed
-- INVARIANT
--   A report never brings a session back, nor does it count as a beat.
local session = KEYS[1]
local stats = ARGV[1]

if redis.call('EXISTS', session) == 0 then
  return { 'GONE' }
end
redis.call('HSET', session, 'stats', stats)
return { 'REPORTED' }
