package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/mail"
	"twintown/internal/platform/secret"
	"twintown/internal/platform/translate"
	"twintown/internal/seek/phrase"
	"twintown/internal/seek/relay"
	"twintown/internal/world/worldtest"
)

// libre answers as a LibreTranslate server does, over a real connection.
func libre(t *testing.T) *httptest.Server {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /languages", func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, `[{"code":"pl","targets":["lt"]},{"code":"lt","targets":["pl"]}]`)
	})
	mux.HandleFunc("POST /translate", func(w http.ResponseWriter, r *http.Request) {
		var q map[string]string
		if err := json.NewDecoder(r.Body).Decode(&q); err != nil {
			t.Error(err)
		}
		json.NewEncoder(w).Encode(map[string]string{"translatedText": "«" + q["target"] + "» " + q["q"]})
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server
}

// officerNode has two towns with an officer each, whose addresses nobody but the outbox knows.
func officerNode(t *testing.T) (n *node, officers map[string]people.Actor, drain func()) {
	t.Helper()
	rooms := worldtest.Open(t)
	n = &node{db: rooms.DB, world: rooms.World, key: secret.New()}
	n.log = people.NewLog(n.db, n.key, "")
	n.people = people.NewStore(n.db, n.log, n.key, clock.System())
	n.queue = jobs.NewQueue(n.db)
	n.outbox = mail.NewOutbox(n.db, rooms.Catalog, n.key, func(string) mail.Site {
		return mail.Site{Name: "Partners", Address: "https://partners.example.org"}
	})
	var err error
	if n.translator, err = translate.New(translate.Options{Address: libre(t).URL}); err != nil {
		t.Fatal(err)
	}
	n.openRelay("https://partners.example.org", rooms.Catalog)
	officers = map[string]people.Actor{}
	for language, place := range map[string]int64{"pl": 776069, "lt": 598316} {
		grant := people.Grant{Role: people.Officer, Scope: people.AtPlace(place), State: people.Held}
		if err := n.log.Change(t.Context(), people.System(), func(tx *db.Tx, note func(people.Entry)) (err error) {
			grant.Account, err = n.people.Create(t.Context(), tx, note, people.NewAccount{Email: "office." + language + "@example.org", Name: "Office " + language, Language: language, Confirmed: true})
			if err == nil {
				_, err = n.people.Ask(t.Context(), tx, note, people.System(), grant)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		officers[language] = people.Actor{Account: grant.Account, Language: language, Strong: true, Grants: []people.Grant{grant}}
	}
	runner := jobs.NewRunner(n.queue, jobs.Options{})
	for _, k := range n.relay.Kinds() {
		runner.Handle(k)
	}
	return n, officers, func() {
		t.Helper()
		if err := runner.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

// The mail has the sentences and the words in the reader's language, the original below, a
// way to end such mails, and no address but her own.
func TestAMailFromAnotherTown(t *testing.T) {
	n, officers, drain := officerNode(t)
	id, err := n.relay.Begin(t.Context(), officers["lt"], 598316, 776069, "", relay.Message{
		Language: "lt", Text: "Norime bendradarbiauti.", Phrases: []phrase.Said{{Code: "sir"}, {Code: "areas", Topics: []string{"culture"}}, {Code: "c_regards"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	drain()
	all, err := n.outbox.To(t.Context(), "office.pl@example.org")
	if err != nil || len(all) != 1 {
		t.Fatalf("%d mails, %v", len(all), err)
	}
	m := all[0]
	for _, want := range []string{
		"Szanowni Państwo,", "dziedzinach: kultura.", "«pl» Norime bendradarbiauti.", "LibreTranslate", "Norime bendradarbiauti.\n", "Z poważaniem",
		"Przeczytaj i odpowiedz na stronie", "Proszę nie odpowiadać na ten list", "Rezygnacja z takich wiadomości",
	} {
		if !strings.Contains(m.Text, want) {
			t.Errorf("the mail lacks %q: %s", want, m.Text)
		}
	}
	if strings.Contains(m.Subject+m.Text+m.HTML+m.ReplyTo, "@example.org") {
		t.Errorf("an address stands in the mail: %s", m.Text)
	}
	if none, err := n.outbox.To(t.Context(), "office.lt@example.org"); err != nil || len(none) != 0 {
		t.Errorf("the writer got %d mails, %v", len(none), err)
	}
	if err := n.people.GiveGrant(t.Context(), people.System(), people.Grant{Account: officers["lt"].Account, Role: people.Organiser, Scope: people.Site()}); err != nil {
		t.Fatal(err)
	}
	if err := n.relay.Close(t.Context(), officers["pl"], id, 776069, "Mamy partnera."); err != nil {
		t.Fatal(err)
	}
	if _, err := n.relay.Report(t.Context(), officers["pl"], id, 776069, "Reklama", []int64{1}); err != nil {
		t.Fatal(err)
	}
	drain()
	all, err = n.outbox.To(t.Context(), "office.lt@example.org")
	if err != nil || len(all) != 2 {
		t.Fatalf("%d mails about the end and the report, %v", len(all), err)
	}
	if both := all[0].Text + all[1].Text; !strings.Contains(both, "pokalbis baigtas") || !strings.Contains(both, "Mamy partnera.") || strings.Contains(both, "Reklama") || !strings.Contains(both, "Atverti pranešimą") {
		t.Errorf("the mails: %s", both)
	}
}

// Both sides of a conversation in which nobody writes are told by mail on which day it will be
// closed; the retention of the node counts and closes it.
func TestAMailAboutASilentConversation(t *testing.T) {
	n, officers, drain := officerNode(t)
	id, err := n.relay.Begin(t.Context(), officers["lt"], 598316, 776069, "", relay.Message{Language: "lt", Text: "Labas"})
	if err != nil {
		t.Fatal(err)
	}
	drain()
	long := time.Now().Add(-relay.Quiet).Add(24 * time.Hour)
	if err := n.db.Write(t.Context(), func(tx *db.Tx) error {
		if _, err := tx.ExecContext(t.Context(), `UPDATE relay_conversation SET changed = $1 WHERE id = $2`, long.UnixMicro(), id); err != nil {
			return err
		}
		_, err := n.queue.Enqueue(t.Context(), tx, jobs.New{Kind: relay.SilentKind})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	drain()
	for to, want := range map[string]string{"office.pl@example.org": "Rozmowa zostanie wkrótce zakończona: Kowno", "office.lt@example.org": "Pokalbis netrukus bus baigtas: Balstogė"} {
		all, err := n.outbox.To(t.Context(), to)
		if err != nil || len(all) == 0 || all[len(all)-1].Subject != want && all[0].Subject != want {
			t.Errorf("%s: %+v, %v", to, all, err)
		}
	}
	rules := n.relayHolder().Rules
	rule := rules[len(rules)-1]
	if due, err := rule.Due(t.Context(), n.db, time.Now().Add(-rule.After)); err != nil || due != 0 {
		t.Errorf("to be closed before the day that was told: %d, %v", due, err)
	}
	if due, err := rule.Due(t.Context(), n.db, time.Now().Add(relay.Notice).Add(time.Hour).Add(-rule.After)); err != nil || due != 1 {
		t.Errorf("to be closed after it: %d, %v", due, err)
	}
}

func TestTheTranslationServersSettings(t *testing.T) {
	key := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(key, []byte("word\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	empty, bad, none := "", "translate.example.org", filepath.Join(t.TempDir(), "none")
	good := "http://127.0.0.1:5000"
	for _, c := range []struct {
		name    string
		o       interpreter
		server  bool
		refused bool
	}{
		{"none", interpreter{&empty, &empty}, false, false},
		{"one with a key", interpreter{&good, &key}, true, false},
		{"an address that is none", interpreter{&bad, &empty}, false, true},
		{"a key that cannot be read", interpreter{&good, &none}, false, true},
	} {
		if s, err := c.o.translator(); (s != nil) != c.server || (err != nil) != c.refused {
			t.Errorf("%s: %v, %v", c.name, s, err)
		}
	}
	if exit, out, _ := called("en", "config", "--translate-url", good); exit != exitOK || !strings.Contains(out, "TWINTOWN_TRANSLATE_URL") || !strings.Contains(out, "TWINTOWN_CONVERSATION_YEARS") {
		t.Errorf("config: %d %s", exit, out)
	}
}
