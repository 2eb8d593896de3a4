//! Which addresses a request may reach. Asked for each literal address, for each address that a name
//! stands for, and again for every redirect.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// What outgoing requests may reach. Link-local, cloud metadata, unspecified and multicast addresses are
/// always refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EgressPolicy {
    /// Whether this machine itself may be asked (127.0.0.0/8, ::1).
    pub loopback: bool,
    /// Whether private networks may be asked (10/8, 172.16/12, 192.168/16, 100.64/10, fc00::/7).
    pub private: bool,
}

impl Default for EgressPolicy {
    fn default() -> Self {
        Self { loopback: true, private: true }
    }
}

/// Addresses at which clouds tell a machine its credentials, beyond the link-local ones.
const METADATA: [IpAddr; 4] = [
    IpAddr::V4(Ipv4Addr::new(100, 100, 100, 200)),
    IpAddr::V4(Ipv4Addr::new(168, 63, 129, 16)),
    IpAddr::V4(Ipv4Addr::new(192, 0, 0, 192)),
    IpAddr::V6(Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254)),
];

/// Why an address was not used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("`{host}` is {what}, and requests to such addresses are not permitted here.")]
    OffLimits { host: String, what: &'static str },
    #[error(
        "The name `{0}` is not known. Check its spelling and the DNS settings of the machine OpsConductor runs on."
    )]
    UnknownName(String),
}

impl EgressPolicy {
    /// Refuses an address whose host is a literal that is off limits. Names are checked once resolved.
    pub(crate) fn check_url(&self, url: &Url) -> Result<(), Refusal> {
        let host = url.host_str().unwrap_or_default();
        match host.trim_start_matches('[').trim_end_matches(']').parse() {
            Ok(ip) => self.what_forbids(ip).map_or(Ok(()), |what| Err(Refusal::OffLimits { host: host.into(), what })),
            Err(_) => Ok(()),
        }
    }

    /// What kind of address this is, if it is one that is off limits.
    pub(crate) fn what_forbids(&self, ip: IpAddr) -> Option<&'static str> {
        let ip = embedded(ip);
        if METADATA.contains(&ip) {
            return Some("a cloud metadata address");
        }
        let (link_local, unspecified) = match ip {
            IpAddr::V4(v4) => (v4.is_link_local(), v4.octets()[0] == 0 || v4.is_broadcast()),
            IpAddr::V6(v6) => (v6.is_unicast_link_local(), v6.is_unspecified()),
        };
        match () {
            () if link_local => Some("a link-local address"),
            () if unspecified => Some("an unspecified or broadcast address"),
            () if ip.is_multicast() => Some("a multicast address"),
            () if ip.is_loopback() && !self.loopback => Some("an address of the machine OpsConductor runs on"),
            () if is_private(ip) && !self.private => Some("a private address"),
            () => None,
        }
    }

    fn choose(&self, name: &str, found: impl Iterator<Item = SocketAddr>) -> Result<Addrs, Refusal> {
        let mut refused = None;
        let mut allowed = Vec::new();
        for address in found {
            match self.what_forbids(address.ip()) {
                Some(what) => refused = Some(what),
                None => allowed.push(address),
            }
        }
        match refused {
            Some(what) if allowed.is_empty() => Err(Refusal::OffLimits { host: name.into(), what }),
            None if allowed.is_empty() => Err(Refusal::UnknownName(name.into())),
            _ => Ok(Box::new(allowed.into_iter())),
        }
    }
}

impl Resolve for EgressPolicy {
    fn resolve(&self, name: Name) -> Resolving {
        let policy = *self;
        Box::pin(async move {
            let name = name.as_str();
            let found = tokio::net::lookup_host((name, 0)).await.map_err(|_| Refusal::UnknownName(name.into()))?;
            Ok(policy.choose(name, found)?)
        })
    }
}

/// The IPv4 address inside an IPv6 one that a translator would send on to: mapped, NAT64 or 6to4.
fn embedded(ip: IpAddr) -> IpAddr {
    let IpAddr::V6(v6) = ip else { return ip };
    let v4 = |high: u16, low: u16| IpAddr::V4(Ipv4Addr::from(u32::from(high) << 16 | u32::from(low)));
    match v6.segments() {
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => {
            v4(high, low)
        }
        // The outdated compatible form; ::0 and ::1 are addresses of their own.
        [0, 0, 0, 0, 0, 0, high, low] if high != 0 => v4(high, low),
        _ => ip,
    }
}

fn is_private(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(v4) => v4.is_private() || (v4.octets()[0] == 100 && v4.octets()[1] & 0xc0 == 64),
        IpAddr::V6(v6) => v6.is_unique_local(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(ip: &str, policy: EgressPolicy, expected: bool) {
        let ip = ip.parse().expect("an address");
        assert_eq!(policy.what_forbids(ip).is_none(), expected, "{ip}");
    }

    #[test]
    fn refuses_what_no_workflow_should_reach() {
        let policy = EgressPolicy::default();
        for ip in ["169.254.169.254", "fe80::1", "100.100.100.200", "fd00:ec2::254", "168.63.129.16", "0.0.0.0", "::"] {
            check(ip, policy, false);
        }
        for ip in ["0.1.2.3", "224.0.0.1", "ff02::1", "255.255.255.255"] {
            check(ip, policy, false);
        }
        for ip in ["::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::", "::169.254.169.254"] {
            check(ip, policy, false);
        }
    }

    #[test]
    fn this_machine_and_private_networks_are_a_setting() {
        let open = EgressPolicy::default();
        let closed = EgressPolicy { loopback: false, private: false };
        for ip in
            ["127.0.0.1", "::1", "::ffff:127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "fc00::1"]
        {
            check(ip, open, true);
            check(ip, closed, false);
        }
        check("93.184.215.14", closed, true);
        check("2606:4700::1111", closed, true);
    }

    #[test]
    fn a_name_is_judged_by_every_address_it_stands_for() {
        let policy = EgressPolicy::default();
        let address = |text: &str| SocketAddr::new(text.parse().expect("an address"), 0);
        let mixed = [address("169.254.169.254"), address("10.0.0.1")];
        let chosen: Vec<_> = policy.choose("mixed", mixed.into_iter()).expect("one is left").collect();
        assert_eq!(chosen, [address("10.0.0.1")]);
        let refusal = policy.choose("sly", [address("169.254.169.254")].into_iter()).err().expect("refused");
        assert_eq!(refusal, Refusal::OffLimits { host: "sly".into(), what: "a link-local address" });
    }

    #[test]
    fn a_literal_address_is_judged_however_it_is_spelt() {
        let policy = EgressPolicy::default();
        for url in ["http://169.254.169.254/", "http://0xa9fea9fe/", "http://2852039166/", "http://[fe80::1]/"] {
            assert!(policy.check_url(&url.parse().expect("a URL")).is_err(), "{url}");
        }
        assert!(policy.check_url(&"http://example.org/".parse().expect("a URL")).is_ok());
    }
}
