// The texts that were, for undo and redo. What is typed in one go in one place is one step.
const GO = 1200; // ms

export class History {
  private past: string[] = [];
  private future: string[] = [];
  private tag = '';
  private at = -Infinity;

  constructor(private now: string) {}

  get text() {
    return this.now;
  }
  get canUndo() {
    return this.past.length > 0;
  }
  get canRedo() {
    return this.future.length > 0;
  }

  put(text: string, tag: string, at: number) {
    if (text === this.now) return;
    if (!(tag === this.tag && at - this.at < GO && this.past.length)) this.past.push(this.now);
    if (this.past.length > 200) this.past.shift();
    this.now = text;
    this.future = [];
    this.tag = tag;
    this.at = at;
  }
  undo() {
    return this.step(this.past, this.future);
  }
  redo() {
    return this.step(this.future, this.past);
  }
  private step(from: string[], to: string[]) {
    const text = from.pop();
    if (text === undefined) return false;
    to.push(this.now);
    this.now = text;
    this.tag = '';
    return true;
  }
}
