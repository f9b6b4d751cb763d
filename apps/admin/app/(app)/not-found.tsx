export { NotFound as default } from '#components/shared/not-found.tsx';
