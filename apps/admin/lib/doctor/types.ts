import type { components } from '@patchbay/client';

type Schemas = components['schemas'];

export type DoctorRun = Schemas['DoctorRun'];
export type DoctorCheck = Schemas['DoctorCheck'];
export type DoctorStep = Schemas['DoctorStep'];
export type Evidence = Schemas['Evidence'];
