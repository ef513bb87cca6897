import { heldBy, KEYS, look, onEachRedis, put, type Found } from '../../support/each-redis';

interface Row {
  readonly title: string;
  readonly before: Partial<Found>;
  readonly persisted: number;
  readonly returned: number;
  readonly after: Found;
}

const aside = { head: '5', persisted: '3', quarantined: '1' };
const quarantine = ['G1 4 c4', 'G1 5 c5'];

const ROWS: readonly Row[] = [
  {
    title: 'everything is stored, the game has an owner → RESTORED, the fence is open again',
    before: { fence: { ...heldBy(9), ...aside }, quarantine },
    persisted: 5,
    returned: 0,
    after: { fence: { ...heldBy(9), head: '5', persisted: '5' }, journal: [], quarantine: [] },
  },
  {
    title: 'everything is stored, nobody owns the game → RESTORED, the fence goes',
    before: { fence: { epoch: '9', ...aside }, quarantine },
    persisted: 5,
    returned: 0,
    after: { fence: null, journal: [], quarantine: [] },
  },
  {
    title: 'an entry is not stored → RESTORED, it goes back to the journal, and the fence stays',
    before: { fence: { epoch: '9', ...aside }, quarantine },
    persisted: 4,
    returned: 1,
    after: { fence: { epoch: '9', head: '5', persisted: '4' }, journal: ['G1 5 c5'], quarantine: [] },
  },
  {
    title: 'less than is known → RESTORED, `persisted` stays',
    before: { fence: { ...heldBy(9), ...aside, persisted: '5' }, quarantine },
    persisted: 3,
    returned: 0,
    after: { fence: { ...heldBy(9), head: '5', persisted: '5' }, journal: [], quarantine: [] },
  },
  {
    title: 'an entry is not stored, and its fence knows no head → RESTORED, the fence stays',
    before: { fence: { epoch: '0', quarantined: '1' }, quarantine },
    persisted: 4,
    returned: 1,
    after: { fence: { epoch: '0', persisted: '4' }, journal: ['G1 5 c5'], quarantine: [] },
  },
  {
    title: 'there is no fence → RESTORED, none is made',
    before: { quarantine },
    persisted: 5,
    returned: 0,
    after: { fence: null, journal: [], quarantine: [] },
  },
];

onEachRedis((under) => {
  test.each(ROWS)('journal.restore: $title', async ({ before, persisted, returned, after }) => {
    await put(under.client, before);
    expect(await under.scripts.restore(KEYS, persisted)).toEqual(['RESTORED', returned]);
    expect(await look(under.client)).toEqual(after);
  });
});
