/*
 * Who may write a game: a model of the ownership rules of docs/reliability.md and src/cluster, small enough that spin
 * looks at every interleaving. One game, NODES nodes, one worker, Redis, PostgreSQL; time is whatever order spin picks,
 * so a frozen node, a slow reply and an expired session are all just a step that comes late.
 *
 * One fault in a run: a node dies, or Redis falls back to an earlier moment of its life (a replica that lagged, or an
 * empty one). What must hold:
 *   - one content a seq: nothing is acked at a seq where something else was acked or stored;
 *   - no gap: whoever serves the game has every seq up to its own, and knows all that the journal knew;
 *   - nothing acked is lost: when all has come to rest, PostgreSQL has each acked entry at its seq.
 *
 * Without any -D it is the design, and must pass. Each of these takes one rule away, and must fail:
 *   NO_EPOCH_CHECK       the append looks at the seq alone
 *   POSTGRES_FIRST       an acquirer reads PostgreSQL before the journal
 *   EPOCH_FROM_REDIS     epochs are counted where they can be forgotten
 *   DROP_ON_REFUSAL      an owner gives its game up when Redis says no (no R3)
 *   NO_GRACE             a game is taken although its owner lives and has not put back what Redis forgot (no R4)
 *   NO_IDLE_LOOK         an owner that is asked nothing does not look after its entries (no R5)
 *   NO_GENERATION_CHECK  an owner writes on to a Redis that is not the one it knew
 *   TRIM_FIRST           the worker trims the journal before PostgreSQL has said yes
 *   OWN_HEAD             an owner that puts its entries back takes its own last for the head, whatever is above
 *   ACK_FIRST            an owner answers before the append
 *
 * REDIS_REMEMBERS and NOBODY_DIES leave one of the two faults out. Where a rule's fault does not come, the rule is not
 * needed; so these must pass again, and what they leave out is what each rule is for:
 *   REDIS_REMEMBERS + NO_GRACE
 *   REDIS_REMEMBERS + NO_GENERATION_CHECK
 *   REDIS_REMEMBERS + OWN_HEAD
 *   REDIS_REMEMBERS + DROP_ON_REFUSAL
 *   NOBODY_DIES + NO_IDLE_LOOK
 */

#ifndef NODES
#define NODES 2
#endif
#ifndef COMMANDS
#define COMMANDS 2
#endif
#define SEQS 3          /* highest seq + 1 */
#define EPOCHS 6        /* beyond, a run is not looked at further */
#define NOBODY 255

/* What each rule asks, and what takes it away. */
#ifdef NO_EPOCH_CHECK
#define MAY_WRITE true
#else
#define MAY_WRITE (r_epoch == epoch && r_owner == me)
#endif
#ifdef NO_GENERATION_CHECK
#define IS_KNOWN true
#else
#define IS_KNOWN (known == generation)
#endif
#ifdef NO_GRACE
#define MAY_TAKE true
#else
#define MAY_TAKE (!isGrace)
#endif
#ifdef EPOCH_FROM_REDIS
#define IS_HIGHER (pg_fence <= epoch)
#else
#define IS_HIGHER (pg_fence < epoch)
#endif

/* PostgreSQL: the epochs, who may write, and the truth. */
byte pg_epochs, pg_fence, pg_last;
byte pg_owner = NOBODY;
byte pg_at[SEQS];

/* Redis: the fence and the journal, and what a replica has of them. */
byte r_epoch, r_head, r_persisted;
byte r_owner = NOBODY;
byte r_at[SEQS];
byte old_epoch, old_head, old_persisted;
byte old_owner = NOBODY;
byte old_at[SEQS];
byte generation;
bool isGrace;

/* What clients were told. */
byte acked[SEQS];
byte commands;

/* What is seen of nodes from outside. */
bool isDead[NODES];
byte tail[NODES];       /* entries in a node's memory that PostgreSQL may not have */
bool mayDie, mayFallBack;

inline ack(seq, content) {
  assert(acked[seq] == 0 || acked[seq] == content);
  assert(pg_at[seq] == 0 || pg_at[seq] == content);
  acked[seq] = content
}

/* Everything that PostgreSQL and the journal have, in memory; the journal's part is there already. */
inline readPostgres() {
  for (i : 1 .. SEQS - 1) {
    if
    :: i <= pg_last ->
       assert(at[i] == 0 || at[i] == pg_at[i]);
       at[i] = pg_at[i]
    :: else
    fi
  };
  if
  :: pg_last > seq -> seq = pg_last
  :: else
  fi;
  persisted = pg_last
}

inline readJournal() {
  for (i : 1 .. SEQS - 1) {
    if
    :: i > r_persisted && i <= r_head -> at[i] = r_at[i]
    :: else
    fi
  };
  if
  :: r_head > seq -> seq = r_head
  :: else
  fi;
  journaled = r_head
}

inline forget() {
  for (i : 1 .. SEQS - 1) { at[i] = 0 };
  seq = 0; persisted = 0; journaled = 0; epoch = 0; tail[me] = 0; i = 0
}

inline maybeDie() {
  if
  :: atomic { mayDie -> mayDie = false; isDead[me] = true; goto dead }
  :: true
  fi
}

proctype Node(byte me) {
  byte epoch, seq, persisted, journaled, known, content, next, i;
  byte at[SEQS];

cold:
  atomic { forget() };
  /* R1: any node, at any time: a session may always have expired. R4: but not while the owner puts things back. */
end_cold:
  do
  :: atomic {
       MAY_TAKE && pg_epochs < EPOCHS && (commands < COMMANDS || (r_head > r_persisted && r_epoch != pg_fence)) ->
         known = generation;
#ifndef EPOCH_FROM_REDIS
         pg_epochs++; epoch = pg_epochs
#endif
     };
     break
  od;
  maybeDie();

#ifdef POSTGRES_FIRST
  d_step { readPostgres() };
#endif
  atomic {
    if
    :: known != generation -> goto cold
    :: else
    fi;
#ifdef EPOCH_FROM_REDIS
    epoch = r_epoch + 1; pg_epochs++;
#endif
    if
    :: r_epoch < epoch -> r_epoch = epoch; r_owner = me; readJournal()
    :: else -> goto cold
    fi
  };
  maybeDie();
  atomic {
    if
    :: IS_HIGHER ->
         pg_fence = epoch; pg_owner = me;
#ifndef POSTGRES_FIRST
         readPostgres();
#endif
         for (i : 1 .. SEQS - 1) { assert(i > seq || at[i] != 0) };
         assert(seq >= journaled);
         tail[me] = seq - persisted
    :: else -> goto cold
    fi
  };

serving:
end_serving:
  do
  /* One command: what it becomes is content that nobody else makes. */
  :: atomic {
       IS_KNOWN && commands < COMMANDS && seq + 1 < SEQS -> commands++; content = commands; next = seq + 1
     };
#ifdef ACK_FIRST
     atomic { ack(next, content) };
     maybeDie();
#endif
     atomic {
       if
       :: r_head + 1 == next && MAY_WRITE && IS_KNOWN ->
            r_head = next; r_at[next] = content; at[next] = content; seq = next; tail[me] = seq - persisted
#ifdef DROP_ON_REFUSAL
       :: else -> goto cold
#else
       :: else -> goto reclaim
#endif
       fi
     };
     maybeDie();
#ifndef ACK_FIRST
     atomic { ack(next, content) };
#endif
     content = 0; next = 0
  /* The fence's `persisted` comes back by and by. */
  :: atomic { persisted < pg_last && pg_last <= seq && pg_fence == epoch -> persisted = pg_last; tail[me] = seq - persisted }
  /* Another Redis than the one it knew: R3 before anything else. */
  :: atomic { !IS_KNOWN ->
#ifdef DROP_ON_REFUSAL
       goto cold
#else
       goto reclaim
#endif
     }
#ifndef NO_IDLE_LOOK
  /* R5: an entry stays unconfirmed, because somebody who wanted the game died on his way to it. */
  :: atomic { IS_KNOWN && tail[me] > 0 && r_epoch > epoch && pg_fence == epoch && pg_epochs < EPOCHS -> goto reclaim }
#endif
  /* Somebody else has it, as anybody may notice. */
  :: atomic { known == generation && r_epoch > epoch && pg_fence > epoch -> goto cold }
  :: mayDie -> maybeDie()
  od;

reclaim:
  /* R3: PostgreSQL alone says who may write. A command that was under way is not answered. */
  atomic {
    content = 0; next = 0;
    if
    :: pg_fence != epoch -> goto cold
    :: pg_fence == epoch && pg_epochs >= EPOCHS -> goto beyond
    :: pg_fence == epoch && pg_epochs < EPOCHS ->
         pg_epochs++;
#ifdef EPOCH_FROM_REDIS
         epoch = r_epoch + 1;
#else
         epoch = pg_epochs;
#endif
         pg_fence = epoch; pg_owner = me; persisted = pg_last
    fi
  };
  maybeDie();
  atomic {
    if
    :: r_epoch < epoch ->
         r_epoch = epoch; r_owner = me; known = generation; isGrace = false;
         if
         :: persisted > r_persisted -> r_persisted = persisted
         :: else
         fi;
         for (i : 1 .. SEQS - 1) {
           if
           :: i > r_persisted && i <= seq && i > r_head -> r_at[i] = at[i]
           :: i > r_persisted && i <= seq && i <= r_head -> assert(r_at[i] == at[i])
           :: else
           fi
         };
         i = 0;
         if
         :: r_head < r_persisted -> r_head = r_persisted
         :: else
         fi;
         if
         :: r_head < seq -> r_head = seq
         :: else
         fi;
#ifdef OWN_HEAD
         r_head = seq;
#else
         /* Somebody wrote on, in a Redis that had forgotten us: what it has must be read first. */
         if
         :: r_head > seq -> goto cold
         :: else
         fi;
#endif
         tail[me] = seq - persisted
    :: else -> goto reclaim
    fi
  };
  goto serving;

dead:
  atomic { forget(); if :: pg_owner == me -> pg_owner = NOBODY :: else fi };
beyond:
  skip
}

proctype Worker() {
  byte stamp, from, to, i;
  byte taken[SEQS];
end_worker:
  do
  :: atomic {
       r_head > r_persisted && (r_epoch == pg_fence || pg_last > r_persisted) ->
         stamp = r_epoch; from = r_persisted + 1; to = r_head;
         for (i : 1 .. SEQS - 1) { taken[i] = r_at[i] };
         i = 0;
#ifdef TRIM_FIRST
         r_persisted = to
#endif
     };
     atomic {
       if
       :: pg_fence == stamp && pg_last == from - 1 ->
            for (i : 1 .. SEQS - 1) {
              if
              :: i >= from && i <= to ->
                 assert(acked[i] == 0 || acked[i] == taken[i]);
                 pg_at[i] = taken[i]
              :: else
              fi
            };
            pg_last = to
       /* Stored before, and not trimmed: what is there is read again. */
       :: pg_last >= from -> if :: pg_last < to -> to = pg_last :: else fi
       :: else -> to = 0
       fi;
       i = 0
     };
     atomic {
       if
       :: to > r_persisted && to <= r_head -> r_persisted = to
       :: else
       fi;
       stamp = 0; from = 0; to = 0;
       for (i : 1 .. SEQS - 1) { taken[i] = 0 };
       i = 0
     }
  od
}

/* Redis, as a replica has it at some moment, comes back at a later one. */
proctype FallBack() {
  byte i;
end_before:
  atomic {
    mayFallBack && commands > 0;
    if
    :: true -> skip                       /* an empty replica: everything is forgotten */
    :: old_epoch != 0 -> skip
    fi;
    mayFallBack = false;
    r_epoch = old_epoch; r_owner = old_owner; r_head = old_head; r_persisted = old_persisted;
    for (i : 1 .. SEQS - 1) { r_at[i] = old_at[i] };
    i = 0;
    generation++;
    /* R4 holds while the owner that PostgreSQL names may live. */
    if
    :: pg_owner != NOBODY && !isDead[pg_owner] -> isGrace = true
    :: else
    fi
  };
  /* An owner that is frozen for longer than the grace is taken over; if it had a tail that would be a second fault. */
end_after:
  do
  :: atomic { isGrace && (pg_owner == NOBODY || tail[pg_owner] == 0) -> isGrace = false }
  od
}

proctype Replica() {
  byte i;
end_replica:
  atomic {
    mayFallBack && r_epoch > 0 ->
    old_epoch = r_epoch; old_owner = r_owner; old_head = r_head; old_persisted = r_persisted;
    for (i : 1 .. SEQS - 1) { old_at[i] = r_at[i] };
    i = 0
  }
}

/* Nothing else can move: all has come to rest. */
proctype AtRest() {
  byte i;
end_rest:
  timeout ->
  atomic {
    for (i : 1 .. SEQS - 1) {
      assert(acked[i] == 0 || pg_epochs >= EPOCHS || pg_at[i] == acked[i])
    }
  }
}

init {
  byte n;
  atomic {
    if
#ifndef NOBODY_DIES
    :: mayDie = true
#endif
#ifndef REDIS_REMEMBERS
    :: mayFallBack = true
#endif
    fi;
    n = 0;
    do
    :: n < NODES -> run Node(n); n++
    :: else -> break
    od;
    run Worker(); run FallBack(); run Replica(); run AtRest()
  }
}
