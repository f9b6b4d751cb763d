'use client';
import { useState } from 'react';
import { TextField } from '#components/fields/text-field.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { t } from '#messages/en.ts';
import { ErrorState } from './states.tsx';

interface ConfirmDialogProps {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  /** What is lost. */
  text: string;
  confirmLabel: string;
  /** For questions about cancelling something, where "Cancel" could mean either. */
  dismissLabel?: string;
  onConfirm: () => void;
  isBusy?: boolean;
  error?: unknown;
  /** Has to be typed first, where history goes with it. */
  typeToConfirm?: string;
}

export function ConfirmDialog(props: ConfirmDialogProps) {
  const { isOpen, onClose, title, text, confirmLabel, onConfirm, isBusy = false, error, typeToConfirm } = props;
  const { dismissLabel = t.common.cancel } = props;
  const [typed, setTyped] = useState('');
  const isArmed = typeToConfirm === undefined || typed.trim() === typeToConfirm.trim();
  const close = () => {
    setTyped('');
    onClose();
  };
  return (
    <Dialog
      isOpen={isOpen}
      onClose={close}
      title={title}
      description={text}
      testId="confirm-dialog"
      footer={
        <>
          <Button onClick={close}>{dismissLabel}</Button>
          <Button variant="danger" disabled={!isArmed} isBusy={isBusy} onClick={onConfirm}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      {(typeToConfirm !== undefined || Boolean(error)) && (
        <div className="flex flex-col gap-3">
          {typeToConfirm !== undefined && (
            <TextField
              label={t.connectionSettings.deleteTypeName(typeToConfirm)}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              autoComplete="off"
            />
          )}
          {Boolean(error) && <ErrorState error={error} />}
        </div>
      )}
    </Dialog>
  );
}
