/** Every sentence of looking back and of going another way, by key. */
export const past = {
  lookingBack: 'looking back at',
  toNow: 'Back to now',
  stay: 'Keep looking back',
  forkHere: 'Go on from here',
  forkAt: 'Go on from',
  forkYes: 'Go on from here',
  forkSays:
    'The lab goes another way from that moment. What has happened since stays, in its own lane, and goes on too. Your terminals stand as they stood then; what ran in them is ended. Programs outside that are connected are cut off, as in an outage, and find the other way when they come again. You are asked this once.',
  share: 'Copy link',
  shared: 'Copied',
  ways: 'The ways that this lab has gone',
  way: 'Way',
  firstWay: 'the first',
  leftWay: 'left way',
  at: 'at',
  now: 'now',
  doorsHere: 'clients from outside come here',
  compare: 'Compare step by step',
  step: 'Step',
  stoodHere: 'What stood here then. Typing goes on from this moment.',
} as const;
