package main

import (
	"context"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/mail"
)

// mailCommand takes in what a mail server sends back: "mail bounce" reads a notice of
// failure from standard input, as an alias of the sender's address hands it over.
func mailCommand(ctx context.Context, p *program, args []string) error {
	fs := p.flags("mail")
	where := storageFlags(fs)
	words, err := p.parse(fs, args, 1, 1)
	if err != nil {
		return err
	}
	if words[0] != "bounce" {
		p.say(p.err, "cli.mail_usage")
		return errUsage
	}
	notice, err := mail.ReadNotice(p.in)
	if err != nil {
		return err
	}
	if len(notice.Failures) == 0 {
		p.say(p.out, "cli.mail_delayed")
		return nil
	}
	n, err := p.openStores(ctx, where, p.warnings())
	if err != nil {
		return err
	}
	defer n.close()
	n.openBehind(p.catalog, "")
	var found bool
	err = n.db.Write(ctx, func(tx *db.Tx) (err error) {
		found, err = n.outbox.Bounce(ctx, tx, notice)
		return err
	})
	switch {
	case err != nil:
		return err
	case !found:
		return errs.New(errs.NotFound, lang.Msg("mail.not_ours"), nil)
	}
	p.say(p.out, "cli.mail_bounced")
	return nil
}
