//! Closed lists: enums that know all their variants.

/// Defines an enum without fields whose `ALL` and `COUNT` follow from its variants, so that no list of them can be
/// left behind when one is added.
macro_rules! listed {
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident {
            $($(#[$of_variant:meta])* $variant:ident,)*
        }
    ) => {
        $(#[$meta])*
        $vis enum $name {
            $($(#[$of_variant])* $variant,)*
        }

        impl $name {
            /// Every one, in order.
            $vis const ALL: [Self; [$(stringify!($variant)),*].len()] = [$(Self::$variant),*];

            /// How many there are.
            $vis const COUNT: usize = Self::ALL.len();
        }

        const _: () = assert!($name::COUNT > 0, "a closed list is not empty");
    };
}

pub(crate) use listed;
