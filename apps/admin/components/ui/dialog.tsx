'use client';
import { X } from 'lucide-react';
import { Dialog as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';
import { cn } from '#lib/cn.ts';
import { t } from '#messages/en.ts';
import { Button } from './button.tsx';

interface DialogProps {
  isOpen: boolean;
  onClose: () => void;
  title: ReactNode;
  /** One sentence under the title. */
  description?: ReactNode;
  children?: ReactNode;
  footer?: ReactNode;
  className?: string;
  testId?: string;
}

const overlay = 'fixed inset-0 z-40 bg-overlay data-[state=open]:animate-fade-in';

export function Dialog({ isOpen, onClose, title, description, children, footer, className, testId }: DialogProps) {
  return (
    <Primitive.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Primitive.Portal>
        <Primitive.Overlay className={overlay} />
        <Primitive.Content
          data-testid={testId}
          {...(description ? {} : { 'aria-describedby': undefined })}
          className={cn(
            '-translate-x-1/2 fixed top-[12vh] left-1/2 z-50 flex max-h-[80vh] w-[min(480px,calc(100vw-32px))] flex-col rounded-xl bg-raised shadow-overlay outline-none data-[state=open]:animate-rise-in',
            className,
          )}
        >
          <div className="flex flex-col gap-1 px-5 pt-5">
            <Primitive.Title className="break-words font-semibold text-lg">{title}</Primitive.Title>
            {description && <Primitive.Description className="text-muted">{description}</Primitive.Description>}
          </div>
          {children && <div className="scroll-thin overflow-y-auto px-5 pt-4">{children}</div>}
          <div className="flex justify-end gap-2 p-5">{footer}</div>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

interface DrawerProps {
  isOpen: boolean;
  onClose: () => void;
  title: ReactNode;
  header?: ReactNode;
  children: ReactNode;
  side?: 'right' | 'left';
  className?: string;
  testId?: string;
}

/** A layer along one edge: details of a row, or the navigation on a phone. */
export function Drawer({ isOpen, onClose, title, header, children, side = 'right', className, testId }: DrawerProps) {
  return (
    <Primitive.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Primitive.Portal>
        <Primitive.Overlay className={overlay} />
        <Primitive.Content
          aria-describedby={undefined}
          data-testid={testId}
          className={cn(
            'fixed inset-y-0 z-50 flex w-[min(640px,100vw)] flex-col bg-raised shadow-overlay outline-none',
            side === 'right'
              ? 'right-0 data-[state=open]:animate-slide-in-right'
              : 'left-0 w-[min(264px,84vw)] data-[state=open]:animate-slide-in-left',
            className,
          )}
        >
          <div className="flex items-start gap-3 border-b px-5 py-3">
            <div className="min-w-0 flex-1">
              <Primitive.Title className="truncate font-semibold text-lg">{title}</Primitive.Title>
              {header}
            </div>
            <Primitive.Close asChild>
              <Button variant="ghost" size="icon" aria-label={t.common.close}>
                <X aria-hidden />
              </Button>
            </Primitive.Close>
          </div>
          <div className="scroll-thin min-h-0 flex-1 overflow-y-auto">{children}</div>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
