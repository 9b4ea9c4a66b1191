package main

import (
	"context"
	"log/slog"
	"path/filepath"
	"time"

	"twintown/internal/document"
	"twintown/internal/operator"
	"twintown/internal/platform/db"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/media"
	"twintown/internal/platform/paper"
	"twintown/internal/press"
	"twintown/internal/privacy"
	"twintown/internal/project"
)

// openDocuments opens the store of documents of a node that serves. What uploads left
// behind that ended with the last start is removed. A store of objects in a bucket that
// does not answer is told, and is no reason not to start: pages need no documents.
func (n *node) openDocuments(ctx context.Context, p *program, opt serveOptions, log *slog.Logger) error {
	objects, err := opt.openMedia(p)
	if err != nil {
		return err
	}
	if left, err := objects.Reclaim(ctx, 0); err != nil {
		log.Warn("unfinished uploads were not removed", "error", err)
	} else if left > 0 {
		log.Info("unfinished uploads were removed", "count", left)
	}
	examiner, err := media.NewProcess("")
	if err != nil {
		return err
	}
	reader, err := paper.NewProcess("", filepath.Join(*opt.data, cacheFolder))
	if err != nil {
		return err
	}
	settings := document.Options{
		Examiner: examiner, Naming: n.partnerships.NamingDocument, Reader: reader, Queue: jobs.NewQueue(n.db),
		Standing: func(ctx context.Context, d document.Document) (document.Stand, error) {
			return document.ByHome(map[string]document.Standing{press.Feed: n.press.Stand, "partnership": n.partnerships.Stand, project.Kind: n.projects.Stand})(ctx, d)
		},
	}
	if *opt.clamd != "" {
		scanner := document.NewClamd(*opt.clamd)
		if err := scanner.Ping(ctx); err != nil {
			log.Warn("the virus scanner does not answer: until it does, no file is taken", "address", *opt.clamd, "error", err)
		}
		settings.Scanner = scanner
	}
	n.documents = document.NewStore(n.db, objects, settings)
	n.openPress(objects, log)
	return nil
}

// collectKind is the nightly job that deletes the bytes that no row names.
const collectKind = "documents.collect"

// cacheFolder of the data folder holds what can be made anew: machine code. No backup has it.
const cacheFolder = "cache"

// unreadKind is the nightly job that asks for documents to be read that nobody has read.
const unreadKind = "documents.unread"

// collects has the runner do these jobs, and read documents, one at a time.
func (n *node) collects(r *jobs.Runner) {
	r.Handle(jobs.Kind{Name: collectKind, Do: n.collect})
	r.Daily(collectKind, 4, 10, time.UTC)
	r.Handle(jobs.Kind{Name: document.ReadKind, Do: n.documents.Read, Attempts: document.ReadTries, AtOnce: 1})
	r.Handle(jobs.Kind{Name: unreadKind, Do: n.orderUnread})
	r.Daily(unreadKind, 4, 20, time.UTC)
}

func (n *node) orderUnread(ctx context.Context, j jobs.Job) error {
	if _, err := n.documents.OrderUnread(ctx); err != nil {
		return err
	}
	return n.db.Write(ctx, func(tx *db.Tx) error { return j.Finish(ctx, tx) })
}

func (n *node) collect(ctx context.Context, j jobs.Job) error {
	if _, err := n.documents.Collect(ctx, operator.NewStore(n.db).Named, n.press.Named); err != nil {
		return err
	}
	return n.db.Write(ctx, func(tx *db.Tx) error { return j.Finish(ctx, tx) })
}

// documentHolder tells the privacy desk what documents hold of a person: those that she
// sent, and files of hers that wait.
func (n *node) documentHolder() privacy.Holder {
	rows := document.NewStore(n.db, nil, document.Options{Naming: n.partnerships.NamingDocument}) // of rows alone: commands have no objects open
	return privacy.Holder{
		Name: "documents",
		Export: func(ctx context.Context, p privacy.Person) (privacy.Export, error) {
			if p.Account == "" {
				return privacy.Export{}, nil
			}
			sent, err := rows.SentBy(ctx, p.Account)
			if len(sent) == 0 {
				return privacy.Export{}, err
			}
			return privacy.Export{Data: sent}, err
		},
		Erase: func(ctx context.Context, tx *db.Tx, p privacy.Person) error {
			if p.Account == "" {
				return nil
			}
			return document.Forget(ctx, tx, p.Account)
		},
		Rules: []privacy.Rule{{Name: "documents.waiting", After: document.WaitTime, Due: document.Waited, Purge: document.ForgetWaited}},
	}
}
