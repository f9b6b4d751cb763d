'use client';

export { Crash as default } from '#components/shared/crash.tsx';
