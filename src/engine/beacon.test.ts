import { expect, it } from 'vitest';
import { type Activity, Beacon, beaconMemory, Lookout } from './beacon.ts';

it('tells who runs, and how long nothing has moved', () => {
  const memory = beaconMemory();
  const known = new Map<number, Activity>();
  const beacon = new Beacon(memory, (id, activity) => known.set(id, activity));
  const lookout = new Lookout(memory);
  const look = (now: number) => {
    const { id, stillMs } = lookout.look(now);
    return [known.get(id)?.name, stillMs];
  };
  expect(look(0)).toEqual([undefined, 0]);
  const before = beacon.enter(beacon.id('signature', 'slow'));
  expect(look(100)).toEqual(['slow', 0]);
  expect(look(350)).toEqual(['slow', 250]);
  beacon.tick();
  expect(look(400)).toEqual(['slow', 0]);
  beacon.enter(before);
  expect(look(500)).toEqual([undefined, 0]);
});

it('announces each activity once', () => {
  const announced: string[] = [];
  const beacon = new Beacon(beaconMemory(), (_, { kind, name }) => announced.push(`${kind} ${name}`));
  const ids = [beacon.id('processing', 'a'), beacon.id('signature', 'a'), beacon.id('processing', 'a')];
  expect(ids[0]).toBe(ids[2]);
  expect(announced).toEqual(['processing a', 'signature a']);
});
