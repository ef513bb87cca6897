-- PURPOSE
--   Ends the session of a node that has fallen silent, before its games are taken early.
-- KEYS
--   1 session (hash with a time to live)
-- ARGV
--   1 silent (ms): for so long it must not have beaten
-- RETURNS
--   EXPELLED
--   BEATING since: its last beat was so many ms ago; nothing was changed
--   GONE: it had ended or expired
-- INVARIANT
--   A session that was expelled never beats again, and none is that has beaten within the time.
local session = KEYS[1]
local silent = tonumber(ARGV[1])

local left = redis.call('PTTL', session)
if left < 0 then
  return { 'GONE' }
end
local since = redis.call('HGET', session, 'ttlMs') - left
if since < silent then
  return { 'BEATING', since }
end
redis.call('DEL', session)
return { 'EXPELLED' }
