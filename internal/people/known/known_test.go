package known

import (
	"fmt"
	"testing"
)

func TestPasswords(t *testing.T) {
	for password, want := range map[string]bool{
		"qwertyuiop": true, "1234567890": true, "QwertyUiop": true, "q1w2e3r4t5": true,
		"password123": true, "Sunshine2024!": true, "2024Sunshine": true, "administrator": true, "!!football!!": true,
		"four words in a row": false, "zebra Kurpie mleko": false, "Tk9-vBq2-wLz4": false, "": false, "1234512345999": false,
	} {
		if got := Password(password); got != want {
			t.Errorf("Password(%q) = %t", password, got)
		}
	}
}

// A word that nobody chose is taken for a known one in less than one of 10,000 cases.
func TestFalseAnswers(t *testing.T) {
	const n = 400_000
	wrong := 0
	for i := range n {
		if Password(fmt.Sprintf("kurpie-%d-mleko", i)) {
			wrong++
		}
	}
	if wrong > n/10_000 {
		t.Errorf("%d of %d unknown words are taken for known ones", wrong, n)
	}
}

// The list holds many times the 3,000 passwords of this length that ASVS 6.2.4 asks for.
func TestSize(t *testing.T) {
	if n := len(embedded) * 8 / perWord; n < 100_000 {
		t.Errorf("the filter holds %d words only", n)
	}
}

func FuzzPassword(f *testing.F) {
	f.Add("Sunshine2024!")
	f.Add("\xff\x00")
	f.Fuzz(func(_ *testing.T, password string) { Password(password) })
}
