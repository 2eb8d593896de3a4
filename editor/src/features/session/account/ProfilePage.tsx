// One's own account: who one is, what one may do, one's name and password, what one is told, and where one is logged in.
import { Skeleton } from "@mantine/core";
import { type Profile, useProfile } from "../../../api/account/getProfile";
import { ROLES } from "../../../core/account";
import { Card } from "../../../ui/Card";
import { Loaded } from "../../../ui/Loaded";
import { Page } from "../../../ui/Page";
import { NotificationsCard } from "./NotificationsCard";
import { PasswordCard } from "./PasswordCard";
import classes from "./Profile.module.css";
import { ProfileForm } from "./ProfileForm";
import { SessionsCard } from "./SessionsCard";

export function ProfilePage() {
  const profile = useProfile();
  return (
    <Page title="Your profile">
      <Loaded answer={profile} what="Your profile could not be read" skeleton={<Bones />}>
        {(data) => (
          <div className={classes.columns}>
            <div className={classes.stack}>
              <AccountCard data={data} />
              <ProfileForm profile={data.profile} />
              <NotificationsCard />
            </div>
            <div className={classes.stack}>
              <PasswordCard />
              <SessionsCard />
            </div>
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function AccountCard({ data: { user, profile } }: { data: Profile }) {
  const { name, may } = ROLES[user.role];
  return (
    <Card title="Account">
      <dl className={classes.facts}>
        <dt>User name</dt>
        <dd>{user.username}</dd>
        <dt>Role</dt>
        <dd>
          {name}
          <div className={classes.note}>{may}</div>
        </dd>
        <dt>Member since</dt>
        <dd>{new Date(profile.created_at).toLocaleDateString(undefined, { dateStyle: "long" })}</dd>
      </dl>
    </Card>
  );
}

/** The same layout, while the answer is on its way. */
function Bones() {
  return (
    <div role="status" aria-label="Loading" className={classes.columns}>
      <div className={classes.stack}>
        <Skeleton height={206} radius="lg" />
        <Skeleton height={265} radius="lg" />
        <Skeleton height={150} radius="lg" />
      </div>
      <div className={classes.stack}>
        <Skeleton height={100} radius="lg" />
        <Skeleton height={300} radius="lg" />
      </div>
    </div>
  );
}
