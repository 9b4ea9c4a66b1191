package names

import "math"

// weights are what a search takes off an item's own weight for each way in
// which a spelling differs from the query. The unit is the natural logarithm of
// "how much rarer": a penalty of 2.3 says that a tenth as many people who type
// this mean that.
type weights struct {
	fold      float32 // diacritics or capitals differ from those that were typed
	latin     float32 // only the transliteration agrees
	romanised float32 // agrees with the transliteration of a name in another script
	stripped  float32 // agrees without a word such as "City"
	inner     float32 // agrees from the second word on
	code      float32 // a postal or airport code: behind every name

	prefix     float32 // the name goes on after what was typed
	prefixRest float32 // for each length of what was typed that it goes on for
	sameWord   float32 // it goes on in the word after which a space was typed

	edits      [maxEdits + 1]float32 // by typing errors
	editsShort float32               // for each error, divided by the letters typed

	soundPrefix  float32 // a beginning only by sound, on top of prefix
	sound        float32 // the same sounds
	skeleton     float32 // the same consonants
	soundEdits   float32 // for each sound that differs
	soundShort   float32 // for the agreement and for each difference, divided by the sounds typed
	perSpellings [manySpellings + 1]float32
}

const (
	// maxEdits is the largest number of typing errors looked for. With three,
	// half of all short names are neighbours.
	maxEdits = 2
	// manySpellings is where counting the spellings that agree stops.
	manySpellings = 63
)

// learned returns the weights in use. They were found by coordinate ascent
// on half of the towns of the look-up benchmark (sum of first and among ten over
// its six classes), looked at on the other half, which scored alike, and rounded;
// nothing depends on a single town. Two are not a fit: code is a rule, and prefix is
// higher than the best for the benchmark (0.5), because who types a whole name
// wants that town before a metropolis whose name goes on.
func learned() weights {
	w := weights{
		fold: 1.3, latin: 2.2, romanised: 1, stripped: 2, inner: 2, code: 40,
		prefix: 1.3, prefixRest: 0.35, sameWord: 1,
		edits: [...]float32{0, 4, 7}, editsShort: 3.7,
		soundPrefix: 10, sound: 6, skeleton: 18, soundEdits: 4.5, soundShort: 8,
	}
	w.setPerSpellings(0.15)
	return w
}

// setPerSpellings fills the reward for many spellings that agree: a town whose
// names in twenty languages all begin as typed is a better guess than one with a
// single such variant.
func (w *weights) setPerSpellings(each float64) {
	for n := range w.perSpellings {
		w.perSpellings[n] = float32(each * math.Log(float64(max(n, 1))))
	}
}

func (w *weights) spellings(n uint16) float32 { return w.perSpellings[min(n, manySpellings)] }

// typo is the penalty of d typing errors in a text of n letters.
func (w *weights) typo(d, n int) float32 {
	return w.edits[d] + w.editsShort*float32(d)/float32(n)
}

// soundTypo is the penalty of d differing sounds in a key of n, on top of base.
func (w *weights) soundTypo(base float32, d, n int) float32 {
	short := w.soundShort / float32(n)
	return base + short + (w.soundEdits+short)*float32(d)
}
