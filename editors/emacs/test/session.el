;;; session.el --- One session with the real server in the real Emacs  -*- lexical-binding: t -*-

;; emacs -Q --batch -l session.el IBID MANUSCRIPT
;;
;; IBID is the program, MANUSCRIPT a copy of the demo's review beside its lock file.  Checked is what an author sees.
;; Prints what it saw and leaves with 0; says what is missing and leaves with 1; leaves with 2 where there is no eglot.

;;; Code:

;; Eglot comes with Emacs 29.  Debian has it for 28 as a package, which -Q leaves off the path.
(dolist (folder (file-expand-wildcards "/usr/share/emacs/site-lisp/elpa*/*"))
  (when (file-directory-p folder)
    (add-to-list 'load-path folder t)))
(unless (and (>= emacs-major-version 28) (require 'eglot nil t))
  (message "no eglot")
  (kill-emacs 2))
(require 'cl-lib)
(require 'flymake)

;; The name of the mode is what the server is told; what it does beyond that does not matter here.
(unless (require 'markdown-mode nil t)
  (define-derived-mode markdown-mode text-mode "Markdown"))

(setq create-lockfiles nil
      make-backup-files nil
      vc-handled-backends nil
      eglot-sync-connect 30
      case-fold-search nil)

(defun session-check (what holds)
  "Leave, naming WHAT, unless it HOLDS."
  (unless holds
    (message "missing: %s" what)
    (kill-emacs 1)))

(defun session-await (what holds)
  "Wait until the function HOLDS returns something, as long as a slow machine may need, and return it.
Else leave, naming WHAT."
  (let ((end (+ (float-time) 30)) value)
    (while (not (or (setq value (funcall holds)) (> (float-time) end)))
      (accept-process-output nil 0.02))
    (session-check what value)
    value))

(defun session-finding (words)
  "Return the finding that has WORDS in its message, once there is one."
  (session-await
   (format "the finding “%s”" words)
   (lambda ()
     (flymake-start)
     (cl-find-if (lambda (found) (string-match-p words (flymake-diagnostic-text found))) (flymake-diagnostics)))))

(pcase-let ((`(,program ,manuscript) command-line-args-left))
  (setq command-line-args-left nil)
  (add-to-list 'eglot-server-programs `(markdown-mode . (,program "lsp")))
  (find-file manuscript)
  (markdown-mode)
  (call-interactively #'eglot)
  (session-await "a buffer that is managed" #'eglot-managed-p)
  (let* ((server (eglot-current-server))
         (retracted (session-finding "Retracted on"))
         (text (buffer-substring-no-properties (flymake-diagnostic-beg retracted) (flymake-diagnostic-end retracted))))
    (session-check "an error" (memq (flymake-diagnostic-type retracted) '(eglot-error :error)))

    (goto-char (1+ (flymake-diagnostic-beg retracted)))
    (let (shown)
      (eglot-hover-eldoc-function (lambda (hover &rest _) (setq shown hover)))
      (session-await "a hover" (lambda () shown))
      (session-check "the retraction in the hover" (string-match-p "[Rr]etracted" shown)))

    (when (fboundp 'eglot-inlay-hints-mode)
      (eglot-inlay-hints-mode 1)
      (session-check "hints, which this Emacs can show" (bound-and-true-p eglot-inlay-hints-mode)))

    ;; An edit, with a character that UTF-8, UTF-16 and Emacs count differently before it.
    (goto-char (point-min))
    (insert "\N{U+1F600} [REF] new first line\n\n")
    (save-buffer)
    (let ((mark (session-finding "placeholder still stands")))
      (session-check "its column, counted as Emacs does" (= (flymake-diagnostic-beg mark) 3))
      (session-check "its end" (= (flymake-diagnostic-end mark) 8)))
    (let ((moved (session-finding "Retracted on")))
      (session-check "the finding where the text has moved to"
                     (equal text (buffer-substring-no-properties (flymake-diagnostic-beg moved)
                                                                 (flymake-diagnostic-end moved)))))

    (eglot-shutdown server)
    (session-await "a server that leaves" (lambda () (not (jsonrpc-running-p server))))
    (message "Emacs %s: findings, hover and an edit: seen" emacs-version)
    (kill-emacs 0)))

;;; session.el ends here
