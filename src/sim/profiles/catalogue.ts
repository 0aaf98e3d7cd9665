/** The profiles by name. */
import { EggtoothError } from '../../errors.ts';
import type { Profile } from '../profile.ts';
import { handbook } from './handbook/index.ts';

const PROFILES: Readonly<Record<string, Profile>> = { handbook };
export const PROFILE_NAMES: readonly string[] = Object.keys(PROFILES);

/** The hosts of a profile, by their names. */
export const hostNames = (profile: string): readonly string[] =>
  profileOf(profile).hosts.map(({ name }) => name);

export function profileOf(name: string): Profile {
  const profile = PROFILES[name];
  if (profile === undefined)
    throw new EggtoothError('EGT_INVARIANT', { what: `no profile ${name}` });
  return profile;
}
