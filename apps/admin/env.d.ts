// Next writes next-env.d.ts when it runs; this keeps the types there on a fresh clone as well.
/// <reference types="next" />
/// <reference types="next/image-types/global" />
