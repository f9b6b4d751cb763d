import { NotFound } from '#components/shared/not-found.tsx';

export default function PageNotFound() {
  return (
    <main>
      <NotFound />
    </main>
  );
}
