/** A clock that stands still until it is moved. All in epoch ms and ms. */
export class VirtualClock {
  #now: number;
  #meanwhile: { readonly at: number; readonly happen: () => void | Promise<void> }[] = [];

  /** @param moved told of each new time, so that other clocks go with it */
  constructor(
    start: number,
    private readonly moved: (now: number) => void = () => undefined,
  ) {
    this.#now = start;
    moved(start);
  }

  now(): number {
    return this.#now;
  }

  /** Lets something happen once the clock has moved on by `ms`, in the middle of a sleep too. */
  after(ms: number, happen: () => void | Promise<void>): void {
    this.#meanwhile.push({ at: this.#now + ms, happen });
    this.#meanwhile.sort((a, b) => a.at - b.at);
  }

  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (let next = this.#meanwhile[0]; next && next.at <= end; next = this.#meanwhile[0]) {
      this.#meanwhile.shift();
      this.#to(next.at);
      await next.happen();
    }
    this.#to(end);
  }

  #to(now: number): void {
    this.#now = now;
    this.moved(now);
  }
}
