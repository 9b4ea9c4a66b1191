package moving

import (
	"context"
	"fmt"
	"path"

	"twintown/internal/platform/db"
	"twintown/internal/privacy"
)

// Holder describes the lists that wait as what they are: files of a person, with what
// offices write about others in them. They go by themselves after a week.
func (s *Drafts) Holder() privacy.Holder {
	return privacy.Holder{
		Name:   "lists",
		Export: s.export,
		Erase: func(ctx context.Context, tx *db.Tx, p privacy.Person) error {
			if p.Account == "" {
				return nil
			}
			return Forget(ctx, tx, p.Account)
		},
		Rules: []privacy.Rule{{Name: "lists.week", After: DraftLife, Due: Due, Purge: Purge}},
	}
}

// export gives a person her files as she uploaded them.
func (s *Drafts) export(ctx context.Context, p privacy.Person) (out privacy.Export, err error) {
	if p.Account == "" {
		return out, nil
	}
	who := actorOf(p.Account)
	drafts, err := s.Of(ctx, who)
	if err != nil || len(drafts) == 0 {
		return out, err
	}
	type line struct {
		File    string            `json:"file"`
		Created string            `json:"created"`
		Answers map[string]string `json:"answers"`
	}
	var lines []line
	for i, d := range drafts {
		lines = append(lines, line{d.File, d.Created.Format("2006-01-02"), d.Answers})
		out.Files = append(out.Files, privacy.File{
			Name: fmt.Sprintf("%d%s", i+1, path.Ext(d.File)),
			Open: func(ctx context.Context) ([]byte, error) {
				return s.Content(ctx, who, d.ID)
			},
		})
	}
	out.Data = lines
	return out, nil
}
