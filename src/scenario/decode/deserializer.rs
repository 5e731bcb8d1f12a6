//! A `serde` deserializer over the nodes of a tree.
//!
//! `notes` is passed over in every object, and a known key with `null` counts as left out.

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use super::fault::{Fault, Kind};
use crate::scenario::tree::{Data, Node};

/// The key that may stand in any object and means nothing.
const NOTES: &str = "notes";

/// Reads one node.
#[derive(Clone, Copy)]
pub(super) struct NodeDeserializer<'a> {
    node: &'a Node,
    outermost: bool,
}

impl<'a> NodeDeserializer<'a> {
    /// Reads the root of a tree.
    pub(super) fn new(node: &'a Node) -> Self {
        Self { node, outermost: true }
    }

    fn inner(node: &'a Node) -> Self {
        Self { node, outermost: false }
    }

    /// Returns the number as a whole one within its range.
    fn whole<'de, V: Visitor<'de>>(self, visitor: V, least: i64, most: u64) -> Result<V::Value, Fault> {
        let number = match &self.node.data {
            Data::Number(number) => number,
            Data::Hole => return visitor.visit_u64(0),
            _ => return Err(Fault::mismatch("a whole number", self.node)),
        };
        let value = if let Some(value) = number.as_i64() {
            i128::from(value)
        } else {
            let value = number.as_f64().unwrap_or(f64::NAN);
            if value.fract() != 0.0 || !value.is_finite() {
                let message = format!("expected a whole number, found {number}");
                return Err(Fault::new(Kind::Wrong(message)));
            }
            value as i128
        };
        if value < i128::from(least) || value > i128::from(most) {
            let bound = if value < i128::from(least) {
                format!("{least} or more")
            } else {
                format!("{most} or less")
            };
            let message = format!("expected a whole number, {bound}, found {number}");
            return Err(Fault::new(Kind::Wrong(message)));
        }
        if value < 0 { visitor.visit_i64(value as i64) } else { visitor.visit_u64(value as u64) }
    }

    fn members<'de, V: Visitor<'de>>(
        self,
        visitor: V,
        fields: &'static [&'static str],
    ) -> Result<V::Value, Fault> {
        let result = match &self.node.data {
            Data::Object(members) => {
                let entries: Vec<(&str, &Node)> = members
                    .iter()
                    .map(|(key, node)| (key.as_str(), node))
                    .filter(|(key, _)| *key != NOTES)
                    .filter(|(key, node)| !(matches!(node.data, Data::Null) && fields.contains(key)))
                    .collect();
                visitor.visit_map(Members { entries: entries.into_iter(), value: None })
            }
            Data::Hole => {
                let entries: Vec<(&str, &Node)> = fields.iter().map(|field| (*field, self.node)).collect();
                visitor.visit_map(Members { entries: entries.into_iter(), value: None })
            }
            _ => Err(Fault::mismatch("an object", self.node)),
        };
        if self.outermost { result.map_err(Fault::finish) } else { result }
    }
}

impl<'de> Deserializer<'de> for NodeDeserializer<'_> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match &self.node.data {
            Data::Null => visitor.visit_unit(),
            Data::Bool(value) => visitor.visit_bool(*value),
            Data::Number(number) => visitor.visit_f64(number.as_f64().unwrap_or(f64::MAX)),
            Data::String(text) => visitor.visit_str(text),
            Data::List(_) => self.deserialize_seq(visitor),
            Data::Object(_) => self.members(visitor, &[]),
            Data::Hole => visitor.visit_f64(0.0),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match &self.node.data {
            Data::Bool(value) => visitor.visit_bool(*value),
            Data::Hole => visitor.visit_bool(false),
            _ => Err(Fault::mismatch("`true` or `false`", self.node)),
        }
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.whole(visitor, 0, u64::from(u32::MAX))
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match &self.node.data {
            Data::Number(number) => visitor.visit_f64(number.as_f64().unwrap_or(f64::MAX)),
            Data::Hole => visitor.visit_f64(0.0),
            _ => Err(Fault::mismatch("a number", self.node)),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match &self.node.data {
            Data::String(text) => visitor.visit_str(text),
            Data::Hole => visitor.visit_str(""),
            _ => Err(Fault::mismatch("a string", self.node)),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match &self.node.data {
            Data::Null | Data::Hole => visitor.visit_none(),
            _ => visitor.visit_some(Self::inner(self.node)),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match &self.node.data {
            Data::List(items) => visitor.visit_seq(Items { items: items.iter(), index: 0 }),
            Data::Hole => visitor.visit_seq(Items { items: [].iter(), index: 0 }),
            _ => Err(Fault::mismatch("a list", self.node)),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        // Here keys are ids; an object under `notes` was meant as one of them.
        if let Some(Node { data: Data::Object(_), .. }) = self.node.child(NOTES) {
            return Err(Fault::new(Kind::NotesAsId).on_key(NOTES));
        }
        self.members(visitor, &[])
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.members(visitor, fields)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let listed = || {
            let quoted: Vec<String> = variants.iter().map(|variant| format!("`{variant}`")).collect();
            format!("one of {}", quoted.join(", "))
        };
        match &self.node.data {
            Data::String(name) => visitor.visit_enum(Choice { name, content: None }),
            Data::Hole => {
                let name = variants.first().copied().unwrap_or_default();
                visitor.visit_enum(Choice { name, content: Some(self.node) })
            }
            Data::Object(members) => {
                let mut entries = members.iter().filter(|(key, _)| *key != NOTES);
                match (entries.next(), entries.next()) {
                    (Some((name, content)), None) => {
                        visitor.visit_enum(Choice { name, content: Some(content) })
                    }
                    (None, _) => Err(Fault::mismatch(&format!("an object with {}", listed()), self.node)),
                    _ => Err(Fault::new(Kind::Wrong(format!(
                        "expected only {}, found several keys",
                        listed()
                    )))),
                }
            }
            _ => Err(Fault::mismatch(&listed(), self.node)),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u8 u16 u64 u128 f32 char bytes byte_buf unit unit_struct tuple tuple_struct
        identifier ignored_any
    }
}

/// The items of a list.
struct Items<'a> {
    items: std::slice::Iter<'a, Node>,
    index: usize,
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Fault> {
        let Some(node) = self.items.next() else {
            return Ok(None);
        };
        let index = self.index;
        self.index += 1;
        seed.deserialize(NodeDeserializer::inner(node))
            .map(Some)
            .map_err(|fault| fault.inside(&index.to_string()))
    }
}

/// The members of an object.
struct Members<'a> {
    entries: std::vec::IntoIter<(&'a str, &'a Node)>,
    value: Option<(&'a str, &'a Node)>,
}

impl<'de> MapAccess<'de> for Members<'_> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Fault> {
        self.value = self.entries.next();
        let Some((key, _)) = self.value else {
            return Ok(None);
        };
        seed.deserialize(key.into_deserializer()).map(Some).map_err(|fault: Fault| fault.on_key(key))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        let (key, node) = self.value.take().expect("serde asks for a value only after its key");
        seed.deserialize(NodeDeserializer::inner(node)).map_err(|fault| fault.inside(key))
    }
}

/// A variant of an enum, and what stands under its name.
struct Choice<'a> {
    name: &'a str,
    content: Option<&'a Node>,
}

impl<'de, 'a> EnumAccess<'de> for Choice<'a> {
    type Error = Fault;
    type Variant = Content<'a>;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Content<'a>), Fault> {
        let hole = self.content.is_some_and(|node| matches!(node.data, Data::Hole));
        let variant = seed.deserialize(self.name.into_deserializer()).map_err(|fault: Fault| {
            if self.content.is_some() && !hole { fault.on_key(self.name) } else { fault }
        })?;
        Ok((variant, Content { name: self.name, node: self.content }))
    }
}

struct Content<'a> {
    name: &'a str,
    node: Option<&'a Node>,
}

impl<'de> VariantAccess<'de> for Content<'_> {
    type Error = Fault;

    fn unit_variant(self) -> Result<(), Fault> {
        match self.node {
            None | Some(Node { data: Data::Hole, .. }) => Ok(()),
            Some(_) => {
                let message = format!("`{0}` stands alone: write `\"{0}\"`", self.name);
                Err(Fault::new(Kind::Wrong(message)).inside(self.name))
            }
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Fault> {
        let Some(node) = self.node else {
            let message = format!("`{0}` needs a value: write `{{\"{0}\": …}}`", self.name);
            return Err(Fault::new(Kind::Wrong(message)));
        };
        seed.deserialize(NodeDeserializer::inner(node)).map_err(|fault| fault.inside(self.name))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Fault> {
        self.newtype_variant_seed(std::marker::PhantomData::<()>)?;
        visitor.visit_unit()
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let Some(node) = self.node else {
            return Err(Fault::new(Kind::Wrong(format!("`{0}` needs a value", self.name))));
        };
        NodeDeserializer::inner(node).members(visitor, fields).map_err(|fault| fault.inside(self.name))
    }
}
