/**
 * The image registry as nodes meet it: one bandwidth that all pulls share, one pull at a time per node
 * (the kubelet's serializeImagePulls), images that stay on the node's disk.
 */
import type { Kernel } from '../kernel/kernel.ts';
import { type Micros, SECOND, millis } from '../kernel/time.ts';
import { hexOf } from '../kernel/stream.ts';
import type { Profile } from '../profile.ts';

/** An image that the profile does not list weighs what an operator's does. */
const DEFAULT_BYTES = 68_000_000;
/** Manifest, layers' digests, unpacking: before and after the bytes. */
const ROUND_TRIPS: Micros = millis(350);

interface Pulls {
  readonly present: Set<string>;
  readonly inFlight: Map<string, Micros>;
  busyUntil: Micros;
}

export class ImageRegistry {
  bytesPerSecond: number;
  readonly #hosts = new Map<string, Pulls>();
  readonly #kernel: Kernel;
  readonly #profile: Profile;

  constructor(kernel: Kernel, profile: Profile) {
    this.#kernel = kernel;
    this.#profile = profile;
    this.bytesPerSecond = profile.registryBytesPerSecond;
  }

  #of(host: string): Pulls {
    let pulls = this.#hosts.get(host);
    if (pulls === undefined) {
      pulls = { present: new Set(), inFlight: new Map(), busyUntil: 0 };
      this.#hosts.set(host, pulls);
    }
    return pulls;
  }

  present(host: string, image: string): boolean {
    return this.#of(host).present.has(image);
  }

  images(host: string): readonly { name: string; id: string; bytes: number }[] {
    return [...this.#of(host).present]
      .toSorted()
      .map((name) => ({ name, id: hexOf(0, `image:${name}`, 64), bytes: this.#bytes(name) }));
  }

  #bytes(image: string): number {
    return this.#profile.images[image]?.bytes ?? DEFAULT_BYTES;
  }

  /** Milliseconds until the image is there, when the pull is asked for now. */
  pullMillis(host: string, image: string): number {
    const { now } = this.#kernel;
    const pulls = this.#of(host);
    const known = pulls.inFlight.get(image);
    if (known !== undefined && known > now) return (known - now) / 1000;
    const others = [...this.#hosts.values()].filter((p) => p !== pulls && p.busyUntil > now).length;
    const bytes = this.#bytes(image);
    const jitter = 0.85 + 0.3 * this.#kernel.stream(`${host}/pull:${image}`).next();
    const takes =
      Math.round((bytes / this.bytesPerSecond) * (1 + others) * SECOND * jitter) + ROUND_TRIPS;
    const done = Math.max(now, pulls.busyUntil) + takes;
    pulls.busyUntil = done;
    pulls.inFlight.set(image, done);
    return (done - now) / 1000;
  }

  pulled(host: string, image: string): void {
    this.#of(host).present.add(image);
  }
}
