#!lua flags=allow-oom
-- PURPOSE
--   Starts a node's session, once. Beyond `maxmemory` too (allow-oom): without one it could put nothing back that
--   Redis has forgotten.
-- KEYS
--   1 session (hash with a time to live)
-- ARGV
--   1 ttl (ms)
--   2… field and value of the record
-- RETURNS
--   STARTED
--   EXISTS: the id was used before; nothing was changed
-- INVARIANT
--   A session's record never stands without a time to live.
local session = KEYS[1]
local ttl = ARGV[1]

if redis.call('EXISTS', session) == 1 then
  return { 'EXISTS' }
end
redis.call('HSET', session, 'ttlMs', ttl, unpack(ARGV, 2))
redis.call('PEXPIRE', session, ttl)
return { 'STARTED' }
