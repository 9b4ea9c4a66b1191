package webp

import "math/bits"

// boolWriter codes single bits by how likely each is (RFC 6386, section 7). What is coded
// is a number between 0 and 1, of which each bit leaves a smaller span.
type boolWriter struct {
	out    []byte
	span   uint32 // 128 to 255
	bottom uint64 // of the span: its last eight bits are those of span, what stands above waits to be put out
	waits  uint   // how many bits that are
}

func newBoolWriter() *boolWriter { return &boolWriter{span: 255} }

// full is how many bits may wait: eight of the span and a carry fit above them.
const full = 40

// bit writes one bit; prob of 256 is how often it is 0.
func (b *boolWriter) bit(prob uint8, set bool) {
	split := 1 + (b.span-1)*uint32(prob)>>8
	if set {
		b.bottom += uint64(split)
		b.span -= split
	} else {
		b.span = split
	}
	shift := uint(bits.LeadingZeros8(uint8(b.span)))
	b.span <<= shift
	b.bottom <<= shift
	if b.waits += shift; b.waits >= full {
		b.flush()
	}
}

// flush puts out the whole bytes that wait.
func (b *boolWriter) flush() {
	if b.bottom>>(b.waits+8) != 0 {
		b.carry()
	}
	for b.waits >= 8 {
		b.out = append(b.out, byte(b.bottom>>b.waits))
		b.waits -= 8
	}
	b.bottom &= 1<<(b.waits+8) - 1
}

// carry adds one to what was written.
func (b *boolWriter) carry() {
	for i := len(b.out) - 1; i >= 0; i-- {
		b.out[i]++
		if b.out[i] != 0 {
			return
		}
	}
}

// number writes n bits that are all as likely, the highest first.
func (b *boolWriter) number(v uint32, n int) {
	for n--; n >= 0; n-- {
		b.bit(128, v>>n&1 != 0)
	}
}

// bytes ends the writing. Decoders read two bytes ahead.
func (b *boolWriter) bytes() []byte {
	for range 4 {
		b.flush()
		b.bottom <<= 8
		b.waits += 8
	}
	b.flush()
	return b.out
}
