package web

import (
	"net/http"

	"twintown/internal/operator"
)

// contactView is how one reaches somebody.
type contactView struct {
	Name    string
	Address []string
	Email   string
	Phone   string
	Call    string // the address of the telephone
}

func contactOf(c operator.Contact) *contactView {
	if c.Empty() {
		return nil
	}
	v := &contactView{Name: c.Name, Email: c.Email, Phone: c.Phone}
	for _, lines := range paragraphs(c.Address) {
		v.Address = append(v.Address, lines...)
	}
	for _, r := range c.Phone {
		if r >= '0' && r <= '9' || r == '+' {
			v.Call += string(r)
		}
	}
	return v
}

// imprintPage says who runs the site.
type imprintPage struct {
	page
	Contact *contactView
	Text    textView
}

// imprint says who runs the site, how one reaches them and who pays for it. A site that
// nobody has made their own has no such page.
func (s *Site) imprint(w http.ResponseWriter, r *http.Request, code string) error {
	f := s.face()
	v := &imprintPage{page: s.newPage(r, code, "/imprint")}
	if !v.Face.Imprint {
		return errNoPage
	}
	v.Title, v.Description = v.t("imprint.title"), v.t("imprint.lead")
	v.Contact, v.Text = contactOf(f.Contact), v.textOf(f, f.Imprint)
	return s.write(w, http.StatusOK, "imprint", v)
}

// privacyPage says what happens to personal data.
type privacyPage struct {
	page
	Controller *contactView
	Text       textView
	Rules      []ruleView // how long the program keeps what
}

// privacy says who answers for personal data and what happens to it.
func (s *Site) privacy(w http.ResponseWriter, r *http.Request, code string) error {
	f := s.face()
	v := &privacyPage{page: s.newPage(r, code, "/privacy")}
	if !v.Face.Privacy {
		return errNoPage
	}
	v.Title, v.Description = v.t("privacy.title"), v.t("privacy.lead")
	v.Controller, v.Text = contactOf(f.ControllerOrContact()), v.textOf(f, f.Privacy)
	v.Rules = s.keptFor(&v.page)
	return s.write(w, http.StatusOK, "privacy", v)
}
