package names

// Phonetic returns a key that spellings of one name by different rules share:
// Polish Szczecin, German Schtschezin and a transliterated Shchetsin, Wrocław and
// Vrotslav. It takes a Latin spelling (see Latin) and merges the letters that the
// writing systems of Europe exchange: all hissing sounds become s, w is v, y and
// j are i, ou is u, h after a consonant and doubled letters vanish. Two
// different names may well share a key: it is a further way to find a name, never
// instead of its letters.
func Phonetic(latin string) string {
	return string(appendPhonetic(make([]byte, 0, len(latin)), latin))
}

// Skeleton returns the consonants of a Phonetic key, with g, h and k as one
// letter and without the endings that Baltic languages, Esperanto and Greek add
// to foreign names: Gardinas, Hrodna and Grodno share "krdn". Scripts that do not
// write vowels are found by it.
func Skeleton(phonetic string) string {
	return string(appendSkeleton(make([]byte, 0, len(phonetic)), phonetic))
}

func appendPhonetic(out []byte, s string) []byte {
	for s != "" {
		if s[0] == ' ' {
			s = s[1:]
			continue
		}
		key, n := sound(s)
		for i := range len(key) {
			if len(out) == 0 || out[len(out)-1] != key[i] {
				out = append(out, key[i])
			}
		}
		s = s[n:]
	}
	return out
}

// sound reads the letters of one sound at the start of s, which is not empty,
// and returns its key and how many letters it took.
func sound(s string) (string, int) {
	for _, p := range sounds {
		if len(s) >= len(p.letters) && s[:len(p.letters)] == p.letters {
			return p.key, len(p.letters)
		}
	}
	switch c := s[0]; c {
	case 'c':
		if len(s) == 1 || s[1] == 'e' || s[1] == 'i' || s[1] == 'y' || s[1] == ' ' {
			return "s", 1
		}
		return "k", 1
	case 'q':
		return "k", 1
	case 'w':
		return "v", 1
	case 'x':
		return "ks", 1
	case 'y', 'j', 'e':
		return "i", 1
	case 'z':
		return "s", 1
	case 'o':
		return "u", 1
	default:
		return s[:1], 1
	}
}

// sounds lists the groups of letters that write one sound, longer ones first.
var sounds = [...]struct{ letters, key string }{
	{"schtsch", "s"},
	{"shtsh", "s"},
	{"stsch", "s"},
	{"szcz", "s"},
	{"shch", "s"},
	{"tsch", "s"},
	{"dzsh", "s"},
	{"dsch", "s"},
	{"sch", "s"},
	{"tch", "s"},
	{"dzh", "s"},
	{"dsz", "s"},
	{"ch", "s"},
	{"sh", "s"},
	{"sz", "s"},
	{"cz", "s"},
	{"zh", "s"},
	{"ts", "s"},
	{"tz", "s"},
	{"dz", "s"},
	{"rz", "s"},
	{"kh", "h"},
	{"gh", "g"},
	{"ph", "f"},
	{"th", "t"},
	{"dh", "d"},
	{"bh", "b"},
	{"ck", "k"},
	{"ou", "u"},
	{"ae", "i"},
	{"oe", "i"},
	{"ue", "u"},
	{"ee", "i"},
	{"ie", "i"},
	{"ia", "a"},
	{"ja", "a"},
	{"ya", "a"},
	{"ju", "u"},
	{"yu", "u"},
	{"iu", "u"},
	{"yo", "u"},
	{"io", "u"},
	{"jo", "u"},
}

func appendSkeleton(out []byte, p string) []byte {
	if n := len(p); n >= 6 && p[n-1] == 's' && (p[n-2] == 'a' || p[n-2] == 'i' || p[n-2] == 'u') {
		p = p[:n-2]
	}
	for i := range len(p) {
		c := p[i]
		switch c {
		case 'a', 'i', 'u':
			if i > 0 {
				continue
			}
			c = 'a'
		case 'g', 'h':
			c = 'k'
		}
		if n := len(out); n == 0 || out[n-1] != c {
			out = append(out, c)
		}
	}
	return out
}
