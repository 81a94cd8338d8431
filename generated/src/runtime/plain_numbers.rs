//! Numbers as servers expect them. In: a value that is sent. Out: its JSON, in which a float without a fraction has no
//! point: `3600`, not `3600.0`, which a server that expects an integer rejects.

use std::io;

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, Serializer};

use super::read_only;

/// The JSON of a value that is sent.
pub(super) fn to_json(value: &(impl Serialize + ?Sized)) -> Result<Vec<u8>, serde_json::Error> {
    let mut json = Vec::with_capacity(128);
    write(&mut json, value)?;
    Ok(json)
}

/// Writes it.
pub(super) fn write(
    writer: impl io::Write,
    value: &(impl Serialize + ?Sized),
) -> Result<(), serde_json::Error> {
    let mut serializer = Serializer::with_formatter(writer, Plain);
    read_only::without(|| value.serialize(&mut serializer))
}

struct Plain;

impl Formatter for Plain {
    fn write_f64<W: io::Write + ?Sized>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        /// Up to here each integer is a float, and written as the same digits.
        const MOST: f64 = 9_007_199_254_740_992.0;
        let is_plain =
            value.fract() == 0.0 && value.abs() <= MOST && value.to_bits() != (-0.0_f64).to_bits();
        if is_plain {
            write!(writer, "{value:.0}")
        } else {
            CompactFormatter.write_f64(writer, value)
        }
    }
}
