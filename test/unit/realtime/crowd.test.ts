import { Crowd } from '../../../src/realtime/crowd';

const ann = { bucket: '10.0.0.1', user: 'ann' };

describe('crowd', () => {
  test('a user with as many sockets as he may have → no more, until one leaves', () => {
    const crowd = new Crowd({ socketsPerAddressMax: 0, socketsPerUserMax: 2 });
    expect([crowd.enter(ann), crowd.enter(ann), crowd.enter({ ...ann, bucket: '10.0.0.2' })]).toEqual([
      true,
      true,
      false,
    ]);
    expect(crowd.enter({ ...ann, user: 'bob' })).toBe(true);
    crowd.leave(ann);
    expect(crowd.enter(ann)).toBe(true);
  });

  test('an address with as many sockets as it may have → no more, whoever they are', () => {
    const crowd = new Crowd({ socketsPerAddressMax: 2, socketsPerUserMax: 0 });
    const from = (user: string) => crowd.enter({ bucket: '10.0.0.1', user });
    expect([from('ann'), from('bob'), from('cat')]).toEqual([true, true, false]);
    crowd.leave({ bucket: '10.0.0.1', user: 'bob' });
    expect(from('cat')).toBe(true);
  });

  test('who was refused takes no place', () => {
    const crowd = new Crowd({ socketsPerAddressMax: 1, socketsPerUserMax: 1 });
    crowd.enter(ann);
    expect(crowd.enter({ bucket: '10.0.0.2', user: 'ann' })).toBe(false);
    expect(crowd.enter({ bucket: '10.0.0.2', user: 'bob' })).toBe(true);
  });
});
